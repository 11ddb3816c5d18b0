"""The CoNLL score of coreference: the mean F1 of MUC, B³ and CEAFe (Pradhan et al. 2014, "Scoring Coreference
Partitions of Predicted Mentions"), over sets of mentions of any hashable sort."""

from collections.abc import Hashable, Sequence

Chain = frozenset[Hashable]


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(gold: Sequence[Chain], found: Sequence[Chain]) -> float:
    """Links: how many would have to be added to one side to get the other (Vilain et al. 1995)."""
    return f1(_muc(found, gold), _muc(gold, found))


def _muc(these: Sequence[Chain], those: Sequence[Chain]) -> float:
    where = {mention: number for number, chain in enumerate(those) for mention in chain}
    kept = total = 0
    for chain in these:
        parts = {where.get(mention, mention) for mention in chain if mention in where}
        alone = sum(mention not in where for mention in chain)
        kept += len(chain) - len(parts) - alone
        total += len(chain) - 1
    return kept / total if total else 0.0


def b_cubed(gold: Sequence[Chain], found: Sequence[Chain]) -> float:
    """Mentions: how much of each one's chain is right (Bagga and Baldwin 1998)."""
    return f1(_b_cubed(found, gold), _b_cubed(gold, found))


def _b_cubed(these: Sequence[Chain], those: Sequence[Chain]) -> float:
    where = {mention: chain for chain in those for mention in chain}
    right = total = 0.0
    for chain in these:
        for mention in chain:
            total += 1
            right += len(chain & where[mention]) / len(chain) if mention in where else 0.0
    return right / total if total else 0.0


def ceaf_e(gold: Sequence[Chain], found: Sequence[Chain]) -> float:
    """Chains, each paired with at most one of the other side, by the best sum of phi4 (Luo 2005)."""
    if not gold or not found:
        return 0.0
    scores = [[2 * len(one & other) / (len(one) + len(other)) for other in found] for one in gold]
    best = assigned(scores)
    return f1(best / len(found), best / len(gold))


def assigned(scores: Sequence[Sequence[float]]) -> float:
    """The greatest sum of scores with at most one taken from each row and column (the Hungarian method)."""
    transposed = len(scores) > len(scores[0])
    costs = [[-v for v in row] for row in (zip(*scores, strict=True) if transposed else scores)]
    rows, columns = len(costs), len(costs[0])
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            at, step, ahead = row_of[column], float("inf"), 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = costs[at - 1][j - 1] - u[at] - v[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < step:
                    step, ahead = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    u[row_of[j]] += step
                    v[j] -= step
                else:
                    least[j] -= step
            column = ahead
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    return -sum(costs[row_of[j] - 1][j - 1] for j in range(1, columns + 1) if row_of[j])


def conll(gold: Sequence[Chain], found: Sequence[Chain]) -> float:
    """The mean of the three."""
    return (muc(gold, found) + b_cubed(gold, found) + ceaf_e(gold, found)) / 3
