"""Which zones need help first, and how sure that order is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from heatmodel.errors import BadConfig, OutOfRange
from heatmodel.raster.arguments import per_zone, same_zones, shares

Doubles = NDArray[np.float64]

DRAWS = 500
CONCENTRATION = 20.0
"""Of the Dirichlet distribution: weights of 0.4 then vary by about 0.11."""


@dataclass(frozen=True)
class Weights:
    """How much hazard, vulnerable people and lack of cool places count; their sum is made 1."""

    hazard: float = 0.4
    vulnerable: float = 0.4
    uncovered: float = 0.2

    def __post_init__(self) -> None:
        parts = self.hazard, self.vulnerable, self.uncovered
        if min(parts) < 0 or not 0 < sum(parts) < float("inf"):
            raise BadConfig("weights of the priority must not be negative, nor all 0")

    def shares(self) -> Doubles:
        parts = np.array([self.hazard, self.vulnerable, self.uncovered], dtype=np.float64)
        return parts / parts.sum()


@dataclass(frozen=True)
class Priority:
    """Of each zone: `score` 0 to 1, `rank` (1 is first), `rank_p05` and `rank_p95` over the draws,
    and `confidence`, the share of draws that leave it in its quarter. NaN where not ranked."""

    score: Doubles
    rank: Doubles
    rank_p05: Doubles
    rank_p95: Doubles
    confidence: Doubles


def priority(
    hazard: Doubles,
    vulnerable: Doubles,
    uncovered: Doubles,
    *,
    weights: Weights | None = None,
    hazard_sd: float | Doubles = 0.0,
    populated: NDArray[np.bool_] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Priority:
    """Ranks zones by the weighted geometric mean of percentile ranks.

    One number a zone each: `hazard` (higher is worse), `vulnerable` people, and the share
    `uncovered` of them without a cool place in reach. Zones that lack one of the three, or are
    not `populated`, get NaN: nothing is made up. Each of `draws` takes weights from a Dirichlet
    distribution around `weights` and hazards with a normal error of `hazard_sd`. The same
    `seed` gives the same result. Raises GridMismatch for lengths that differ, OutOfRange for
    no draws, a negative error or number of people, and a share beyond 0 to 1.
    """
    hazard, vulnerable = per_zone("hazard", hazard), per_zone("vulnerable", vulnerable)
    uncovered = shares("uncovered", per_zone("uncovered", uncovered))
    same_zones(hazard=hazard, vulnerable=vulnerable, uncovered=uncovered, populated=populated)
    if draws < 1 or not (np.asarray(hazard_sd) >= 0).all() or (vulnerable < 0).any():
        raise OutOfRange("draws above 0, hazard_sd and people of 0 or more are needed")
    table = np.array([hazard, vulnerable, uncovered], dtype=np.float64)
    ranked = np.logical_and.reduce(np.isfinite(table), axis=0)
    if populated is not None:
        ranked &= np.asarray(populated, dtype=bool)
    table = table[:, ranked]
    weighed = (weights or Weights()).shares()
    score = _score(table, weighed)
    rank = _rank(score)
    spread = np.broadcast_to(np.asarray(hazard_sd, dtype=np.float64), len(hazard))[ranked]
    drawn = _drawn_ranks(table, weighed, spread, draws, seed)
    count = max(1, rank.size)
    stays = np.ceil(4 * drawn / count) == np.ceil(4 * rank / count)
    return Priority(
        *(
            _everywhere(numbers, ranked)
            for numbers in (
                score,
                rank,
                np.percentile(drawn, 5, axis=0) if rank.size else rank,
                np.percentile(drawn, 95, axis=0) if rank.size else rank,
                stays.mean(axis=0) if rank.size else rank,
            )
        )
    )


def _score(table: Doubles, shares: Doubles) -> Doubles:
    """Geometric mean of percentile ranks, each between 0 and 1 and never 0."""
    if table.shape[1] == 0:
        return np.empty(0)
    percentiles = np.array([rankdata(row) / row.size for row in table])
    score: Doubles = np.exp(shares @ np.log(percentiles))
    return score


def _rank(score: Doubles) -> Doubles:
    """1 for the highest score; equal ones share the mean of their ranks."""
    return np.asarray(rankdata(-score), dtype=np.float64) if score.size else score


def _drawn_ranks(
    table: Doubles, shares: Doubles, spread: Doubles, draws: int, seed: int
) -> Doubles:
    random = np.random.default_rng(seed)
    used = shares > 0
    ranks = np.empty((draws, table.shape[1]))
    for draw in range(draws):
        drawn = np.zeros(3)
        drawn[used] = random.dirichlet(CONCENTRATION * shares[used])
        noisy = table.copy()
        noisy[0] += random.normal(0.0, 1.0, table.shape[1]) * spread
        ranks[draw] = _rank(_score(noisy, drawn))
    return ranks


def _everywhere(numbers: Doubles, ranked: NDArray[np.bool_]) -> Doubles:
    full = np.full(ranked.shape, np.nan)
    full[ranked] = numbers
    return full
