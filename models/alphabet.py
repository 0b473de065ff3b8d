"""The characters a network knows, and their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

PADDING, UNKNOWN, START, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIALS = (PADDING, UNKNOWN, START, END, MASK)
_ESCAPED = {"\n": "\\n"}


@dataclass(frozen=True)
class Alphabet:
    """An ordered list of symbols; the special ones come first, in the order of ``SPECIALS``."""

    symbols: tuple[str, ...]
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.symbols[: len(SPECIALS)] != SPECIALS:
            raise ValueError(f"an alphabet begins with {SPECIALS}, this one with {self.symbols[: len(SPECIALS)]}")
        object.__setattr__(self, "_ids", {symbol: i for i, symbol in enumerate(self.symbols)})
        if len(self._ids) != len(self.symbols):
            raise ValueError("an alphabet names every symbol once")

    def __len__(self) -> int:
        return len(self.symbols)

    def id_of(self, symbol: str) -> int:
        """The number of ``symbol``, or that of the unknown symbol."""
        return self._ids.get(symbol, self._ids[UNKNOWN])

    def encode(self, symbols: str) -> list[int]:
        """Numbers of canonical characters, one for each, without start and end."""
        unknown = self._ids[UNKNOWN]
        return [self._ids.get(symbol, unknown) for symbol in symbols]

    @classmethod
    def learn(cls, lines: Iterable[str], *, min_count: int, always: str = "") -> Alphabet:
        """The alphabet of all canonical characters that occur at least ``min_count`` times in ``lines``."""
        counts: Counter[str] = Counter()
        for line in lines:
            counts.update(line)
        known = {symbol for symbol, count in counts.items() if count >= min_count} | set(always) | {"\n"}
        return cls(SPECIALS + tuple(sorted(known, key=lambda symbol: (-counts[symbol], symbol))))

    @classmethod
    def load(cls, path: Path) -> Alphabet:
        """Read an alphabet, one symbol a line."""
        restored = {escaped: symbol for symbol, escaped in _ESCAPED.items()}
        lines = path.read_text("utf-8").split("\n")[:-1]
        return cls(tuple(restored.get(line, line) for line in lines))

    def save(self, path: Path) -> None:
        """Write the alphabet, one symbol a line."""
        path.write_text("".join(_ESCAPED.get(symbol, symbol) + "\n" for symbol in self.symbols), "utf-8")
