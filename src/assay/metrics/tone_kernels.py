"""Loops over every pixel of a picture: its tones, its Laplacian, its blocks, its hash, its halves.

Written so that the compiler can use vectors: short blocks that stay in the cache, one simple loop after the other.
A histogram is filled in four parts, since one counter cannot be raised twice in a row without waiting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

_BLOCK = 1024
Bytes = NDArray[np.uint8]
Counts = NDArray[np.uint32]


@compiled
def tally(values: Bytes, grey: Bytes) -> tuple[float, float, int, int, int]:
    """Fill `grey` (n,) with the grey of each pixel of `values` (3 n,): R, G, B.

    Returns mean and standard deviation of all values, the widest spread among the channels of a pixel, and the least
    and the most of grey. Grey is ITU-R 601 luma in 16-bit integers, the very numbers of Pillow's mode L.
    """
    total, squares = np.int64(0), np.int64(0)
    widest, least, most = np.uint8(0), np.uint8(255), np.uint8(0)
    for start in range(0, len(grey), _BLOCK):
        part, out = values[3 * start : 3 * start + 3 * _BLOCK], grey[start : start + _BLOCK]
        to_grey(part, out)
        part_total, part_squares = np.uint32(0), np.uint32(0)
        for i in range(len(part)):
            value = np.uint32(part[i])
            part_total += value
            part_squares += value * value
        total += part_total
        squares += part_squares
        for i in range(len(out)):
            r, g, b = part[3 * i], part[3 * i + 1], part[3 * i + 2]
            widest = max(widest, np.uint8(max(r, g, b) - min(r, g, b)))
        for i in range(len(out)):
            least = min(least, out[i])
            most = max(most, out[i])
    mean = total / len(values)
    deviation = np.sqrt(max(squares / len(values) - mean * mean, 0.0))
    return float(mean), float(deviation), int(widest), int(least), int(most)


@compiled
def to_grey(values: Bytes, grey: Bytes) -> None:
    """Fill `grey` (n,) from `values` (3 n,)."""
    for i in range(len(grey)):
        r, g, b = np.uint32(values[3 * i]), np.uint32(values[3 * i + 1]), np.uint32(values[3 * i + 2])
        luma = np.uint32(19595) * r + np.uint32(38470) * g + np.uint32(7471) * b + np.uint32(32768)
        grey[i] = np.uint8(luma >> np.uint32(16))


@compiled
def entropy(counts: Counts) -> float:
    """-Σ p log₂ p of the shares of `counts` (k,), in bits; NaN where all are 0."""
    total = counts.sum()
    if total == 0:
        return np.nan
    bits = 0.0
    for count in counts:
        if count > 0:
            bits -= count / total * np.log2(count / total)
    return max(bits, 0.0)


@compiled
def percentiles(counts: Counts, percents: NDArray[np.float64]) -> NDArray[np.float64]:
    """The place in `counts` (k,), as a share of its length, that each of the ascending `percents` of all reaches."""
    found = np.empty(len(percents))
    total = counts.sum()
    place, reached = 0, counts[0]
    for at in range(len(percents)):
        rank = percents[at] / 100 * (total - 1)
        while reached <= rank:
            place += 1
            reached += counts[place]
        found[at] = place / (len(counts) - 1)
    return found


@compiled
def laplacian_variance(grey: Bytes, step: int) -> float:
    """Variance of 4 times a pixel less its four neighbours, over the inner pixels of every `step`-th row.

    grey : (h, w), at least 3 x 3. The result is on the scale of the square of grey.
    """
    total, squares, count = np.int64(0), np.int64(0), 0
    width = grey.shape[1]
    for y in range(1, len(grey) - 1, step):
        count += width - 2
        for start in range(0, width - 2, _BLOCK):
            end = min(start + _BLOCK, width - 2)
            above, below = grey[y - 1, start + 1 : end + 1], grey[y + 1, start + 1 : end + 1]
            left, row, right = grey[y, start:end], grey[y, start + 1 : end + 1], grey[y, start + 2 : end + 2]
            part_total, part_squares = np.int32(0), np.int32(0)
            for x in range(len(row)):
                value = np.int32(above[x]) + np.int32(below[x]) + np.int32(left[x]) + np.int32(right[x])
                value -= np.int32(4) * np.int32(row[x])
                part_total += value
                part_squares += value * value
            total += part_total
            squares += part_squares
    return max(squares / count - (total / count) ** 2, 0.0)


@compiled
def step_sums(grey: Bytes, left: int, top: int) -> tuple[float, float]:
    """Mean step of grey across the edges of 8 x 8 blocks, and across the middles of the blocks.

    left, top : where the first block starts, 0..7. Both are NaN for a picture that holds no whole block.
    """
    height, width = grey.shape
    edge, middle, edges, middles = np.int64(0), np.int64(0), 0, 0
    for y in range(top + 8, height - 4, 8):  # the edge above row y, the middle of the block below it
        for at in (y, y + 4):
            upper, lower = grey[at - 1], grey[at]
            total = np.uint32(0)
            for x in range(width):
                total += np.uint32(abs(np.int32(upper[x]) - np.int32(lower[x])))
            if at == y:
                edge += total
                edges += width
            else:
                middle += total
                middles += width
    for y in range(0, height, 5):
        row = grey[y]
        for x in range(left + 8, width - 4, 8):
            edge += abs(np.int64(row[x]) - np.int64(row[x - 1]))
            middle += abs(np.int64(row[x + 4]) - np.int64(row[x + 3]))
            edges += 1
            middles += 1
    if edges == 0 or middles == 0:
        return np.nan, np.nan
    return edge / edges, middle / middles


@compiled
def halve(grey: Bytes, half: Bytes) -> None:
    """Fill `half` (h, w) with the means of the blocks of 2 x 2 pixels of `grey`."""
    for y in range(len(half)):
        upper, lower, out = grey[2 * y], grey[2 * y + 1], half[y]
        for x in range(len(out)):
            total = np.uint32(upper[2 * x]) + np.uint32(upper[2 * x + 1])
            total += np.uint32(lower[2 * x]) + np.uint32(lower[2 * x + 1])
            out[x] = np.uint8((total + np.uint32(2)) >> np.uint32(2))


@compiled
def mixed(words: NDArray[np.uint64], seed: np.uint64) -> int:
    """A hash of `words` as an integer of 64 bits with a sign, in four lanes of multiply and shift.

    Not made to withstand an attacker.
    """
    factor, shift = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
    a, b, c, d = seed, seed + np.uint64(1), seed + np.uint64(2), seed + np.uint64(3)
    whole = len(words) // 4 * 4
    for i in range(0, whole, 4):
        a = (a ^ words[i]) * factor
        b = (b ^ words[i + 1]) * factor
        c = (c ^ words[i + 2]) * factor
        d = (d ^ words[i + 3]) * factor
        a ^= a >> shift
        b ^= b >> shift
        c ^= c >> shift
        d ^= d >> shift
    for i in range(whole, len(words)):
        a = (a ^ words[i]) * factor
        a ^= a >> shift
    for lane in (b, c, d):
        a = (a ^ lane) * factor
        a ^= a >> shift
    return int(np.int64(a * factor))
