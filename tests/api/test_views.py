"""Looking at a report is noted once an hour for each who looks."""

from __future__ import annotations

from service.api.views import Views


def test_looking_again_is_news_after_an_hour() -> None:
    now = [0.0]
    views = Views(clock=lambda: now[0])
    assert [views.is_new("甲", "r1"), views.is_new("甲", "r1"), views.is_new("乙", "r1"), views.is_new("甲", "r2")] == [
        *(True, False, True, True)
    ]
    now[0] = 3599
    assert not views.is_new("甲", "r1")
    now[0] = 3600
    assert [views.is_new("甲", "r1"), views.is_new("甲", "r1")] == [True, False]


def test_no_more_is_remembered_than_fits() -> None:
    views = Views(clock=lambda: 0.0)
    for n in range(10_001):
        assert views.is_new("甲", str(n))
    assert views.is_new("甲", "0")
    assert not views.is_new("甲", "10000")
