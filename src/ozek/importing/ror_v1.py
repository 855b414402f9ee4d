"""ROR's first schema in terms of the second (ROR withdrew schema 1 in 2025; old dumps live on).

After ROR's own account of the two (https://ror.readme.io/docs/schema-v1 and
https://ror.readme.io/docs/ror-data-structure): ``name`` is the name shown, of no stated language;
``labels`` are names in a language; types and relations are written small; a place is the GeoNames
city of its address.
"""

from __future__ import annotations

from typing import Any

__all__ = ["is_v1", "upgrade"]


def is_v1(data: dict[str, Any]) -> bool:
    """Whether a record is of schema 1: it has a ``name``, not ``names``."""
    return "name" in data and "names" not in data


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Return a record of schema 1 as one of schema 2; what is malformed stays so, to be refused."""
    names = [{"value": data["name"], "types": ["ror_display", "label"], "lang": None}]
    for label in _list(data, "labels"):
        value = label.get("label") if isinstance(label, dict) else label
        lang = label.get("iso639") if isinstance(label, dict) else None
        if value != data["name"]:
            names.append({"value": value, "types": ["label"], "lang": lang})
    names += [{"value": v, "types": ["alias"], "lang": None} for v in _list(data, "aliases")]
    names += [{"value": v, "types": ["acronym"], "lang": None} for v in _list(data, "acronyms")]
    links: list[dict[str, Any]] = [{"type": "website", "value": v} for v in _list(data, "links")]
    if data.get("wikipedia_url"):
        links.append({"type": "wikipedia", "value": data["wikipedia_url"]})
    return {
        "id": data.get("id"),
        "names": names,
        "types": [_small(kind) for kind in _list(data, "types")],
        "status": data.get("status", "active"),
        "established": data.get("established"),
        "links": links,
        "domains": [],
        "locations": [_location(one, data.get("country")) for one in _list(data, "addresses")],
        "relationships": [
            {**one, "type": _small(one.get("type"))} if isinstance(one, dict) else one
            for one in _list(data, "relationships")
        ],
        "external_ids": [_identifier(*one) for one in _items(data.get("external_ids"))],
    }


def _list(data: dict[str, Any], field: str) -> list[Any]:
    value = data.get(field) or []
    return value if isinstance(value, list) else [value]


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _small(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _location(address: Any, country: Any) -> Any:
    if not isinstance(address, dict) or not isinstance(country, dict):
        return address
    city = address.get("geonames_city") or {}
    region = city.get("geonames_admin1") or {}
    code = address.get("state_code") or ""
    details = {
        "name": city.get("city") or address.get("city"),
        "country_code": country.get("country_code"),
        "country_name": country.get("country_name"),
        "lat": address.get("lat"),
        "lng": address.get("lng"),
    }
    # Codes after ISO 3166-2 only (US-CA); GeoNames' own (KZ.02) are another thing.
    if isinstance(code, str) and "-" in code:
        details["country_subdivision_code"] = code.partition("-")[2]
        details["country_subdivision_name"] = region.get("name") or address.get("state")
    return {"geonames_id": city.get("id"), "geonames_details": details}


def _identifier(kind: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        value = {"all": value}
    every = value.get("all")
    return {
        "type": kind.lower(),
        "preferred": value.get("preferred"),
        "all": every if isinstance(every, list) else [every],
    }
