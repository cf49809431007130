from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.kit import records


def declare(dataclass):
    """The same two classes by any `dataclass`."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A point."""

        kind: ClassVar[str] = "point"

        x: Any
        y: Any = 2
        tags: Any = field(default_factory=list)
        hidden: Any = field(default="secret", repr=False)

        @property
        def total(self) -> Any:
            return self.x + self.y

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named(Point):
        """A point with a name, which is longer than two letters."""

        name: Any
        shown: Any = True

        def __post_init__(self) -> None:
            if len(self.name) < 3:
                raise ValueError(self.name)

        def __repr__(self) -> str:
            return f"<{self.name}>"

    return Point, Named


OURS = declare(records.dataclass)
THEIRS = declare(dataclasses.dataclass)
VALUES = st.sampled_from([0, 1, True, 1.0, "a", None, (1, 2)])


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """What a class of a module looks like to pickle."""

    x: int


@records.dataclass(frozen=True, slots=True)
class Pickled:
    """The same, made here."""

    x: int
    by: dict[str, int] = field(default_factory=dict)


def seen(classes):
    """What the users of a dataclass can see of it."""
    point, named = classes
    first, second = point(1), point(1, y=3, tags=["t"])
    full = named(5, name="abc")
    return [
        repr(first).rpartition(".")[2],
        repr(full),
        first.total,
        first.kind,
        first == point(1),
        first == second,
        first == (1, 2, [], "secret"),
        full == point(5),
        first.tags is point(1).tags,
        dataclasses.asdict(second),
        dataclasses.asdict(full),
        dataclasses.replace(second, y=9).y,
        dataclasses.replace(full, name="longer").name,
        [each.name for each in dataclasses.fields(full)],
        dataclasses.is_dataclass(point),
        named.__match_args__,
        point.__slots__,
        named.__slots__,
        hasattr(full, "__dict__"),
        point.__doc__,
        copy.deepcopy(second).tags,
        copy.deepcopy(second) == second,
        copy.copy(full) == full,
    ]


def test_it_is_what_dataclasses_make():
    assert seen(OURS) == seen(THEIRS)


@given(st.lists(VALUES, min_size=4, max_size=4), st.lists(VALUES, min_size=4, max_size=4))
def test_equality_and_hash_are_by_value(one, other):
    ours, theirs = [(kind(*one), kind(*other)) for kind in (OURS[0], THEIRS[0])]
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert hash(ours[0]) == hash(theirs[0])


@pytest.mark.parametrize("point", [OURS[0], THEIRS[0]])
def test_nothing_changes_it(point):
    made = point(1)
    for change in (
        lambda: setattr(made, "x", 2),
        lambda: setattr(made, "unknown", 2),
        lambda: delattr(made, "x"),
    ):
        with pytest.raises((FrozenInstanceError, TypeError)):
            change()
    assert made == point(1)
    with pytest.raises(TypeError):
        hash(point([]))


@pytest.mark.parametrize("classes", [OURS, THEIRS])
def test_arguments_are_checked(classes):
    point, named = classes
    for arguments in ((), (1, 2, [], "", 5)):
        with pytest.raises(TypeError):
            point(*arguments)
    with pytest.raises(TypeError):
        named(1, 2, [], "", "abc")
    with pytest.raises(ValueError, match="ab"):
        named(1, name="ab")


@pytest.mark.parametrize("made", [Standard(1), Pickled(1, {"a": 2})])
def test_it_survives_pickling(made):
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize("options", [{"init": False}, {"compare": False}, {"hash": False}])
def test_fields_of_other_kinds_are_refused(options):
    class Odd:
        """A class with a field that only the standard library makes."""

        x: int = field(default=1, **options)

    with pytest.raises(TypeError, match=r"Odd\.x"):
        records.dataclass(frozen=True, slots=True)(Odd)


def test_only_frozen_ones_with_slots_are_made():
    with pytest.raises(TypeError):
        records.dataclass(frozen=False, slots=True)
