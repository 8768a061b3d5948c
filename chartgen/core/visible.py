"""Texts of users, made safe to show."""


def visible(text: str) -> str:
    r"""Escape what a terminal would not show or would obey: line ends as `\n`, colours, reversed writing.

    Halves of characters too, as names of files that are not UTF-8 have them.
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )
