// Keeps the page's language and title in step with the switch, and remembers both switches.
(function () {
  var root = document.documentElement, titles = {};
  var saved = function (key, value) {
    try {
      if (value) localStorage.setItem("ozek-" + key, value);
      return localStorage.getItem("ozek-" + key);
    } catch (error) { return null; }
  };
  document.querySelectorAll("h1 > i[lang]").forEach(function (one) {
    titles[one.lang] = one.textContent;
  });
  ["lang", "scheme"].forEach(function (name) {
    var inputs = document.getElementsByName(name);
    var follow = function () {
      inputs.forEach(function (one) {
        if (!one.checked || name !== "lang") return;
        root.lang = one.value;
        if (titles[one.value]) document.title = titles[one.value] + " – Özek";
      });
    };
    inputs.forEach(function (one) {
      if (one.value === saved(name)) one.checked = true;
      one.addEventListener("change", function () { saved(name, one.value); follow(); });
    });
    follow();
  });
})();
