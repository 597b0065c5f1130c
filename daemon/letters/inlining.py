"""The style sheet of a page written into its elements, for mail programs that read no style sheet.  PURE.

How letters look stands in one place, `templates/_layout.html.j2`.  Outlook and some of Gmail's apps read styles in the
elements only, so each letter gets them there when it is rendered; a style sheet marked `data-css-inline="keep"` also
stays as it is: narrow screens and the dark scheme can be told in no other way.

Only this module imports css_inline.
"""

from __future__ import annotations

import re

import css_inline

from daemon.errors import ConfigError, ConfigProblem

#: Nothing is fetched: a letter of ours names no style sheet elsewhere.
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)


def inlined(html: str, template: str) -> str:
    """The page with its styles in `style` attributes.  ConfigError when one that stands there already cannot be read:
    whoever overrides the template can mend it.
    """
    try:
        return _INLINER.inline(html)
    except css_inline.InlineError as error:
        problem = f"{template}: a style cannot be read ({error})."
        found = [ConfigProblem("letters", "templates_directory", problem, "Mend the template.")]
        raise ConfigError(f"templates/{template}", found) from error


def unbroken(html: str, prefix: str) -> str:
    """The page with every paper code of this prefix on one line: a narrow screen breaks at hyphens, and half a code is
    none.  The words stay as they are, to be copied; attributes, head and style sheets too.
    """
    head, body, rest = html.partition("<body")
    code = re.compile(rf"\b{re.escape(prefix)}-(?:\d{{3,}}|[a-z]{{3}})\b")
    parts = re.split(r"(<!--.*?-->|<[^>]*>)", rest, flags=re.DOTALL)
    parts[::2] = [code.sub(r'<span style="white-space: nowrap">\g<0></span>', words) for words in parts[::2]]
    return head + body + "".join(parts)
