"""The pages of docs/reference/, each a function that returns Markdown."""
