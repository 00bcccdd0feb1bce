"""Parts of pages that read the same for many readers, rendered once.

    {% kept "row" item.sameness %}<li>…</li>{% endkept %}

Nothing is ever out of date: the values named are all that the part depends on, besides the
language and the front end's build. A part that reads anything else must not be kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from layers.publish.styles.assets import icons_url

register = template.Library()

MOST_CHARACTERS = 16_000_000


class Parts:
    """Texts by key, bounded in characters; the least recently used go first. Safe for threads."""

    def __init__(self, most_characters: int) -> None:
        self._most = most_characters
        self._size = 0
        self._texts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> SafeString | None:
        with self._lock:
            text = self._texts.get(key)
            if text is not None:
                self._texts.move_to_end(key)
            return text

    def put(self, key: Hashable, text: SafeString) -> None:
        with self._lock:
            self._size += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self._size > self._most:
                _key, oldest = self._texts.popitem(last=False)
                self._size -= len(oldest)


parts = Parts(MOST_CHARACTERS)


class KeptNode(template.Node):
    def __init__(self, name: str, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        if settings.DEBUG:  # templates change while one works on them
            return self.nodelist.render(context)
        values = (value.resolve(context) for value in self.values)
        key = (self.name, get_language(), icons_url(), *values)
        text = parts.get(key)
        if text is None:
            text = self.nodelist.render(context)
            parts.put(key, text)
        return text


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(value) for value in values], nodelist)
