"""The searches as compiled loops. The cost of an arc is put together while it is relaxed, so each
request may bring coefficients of its own.

Vertices are those of a profile (foot or bike), arc 2e runs along edge e, 2e + 1 against it.
"""

from typing import NamedTuple

import numpy as np

from routing.network.compiling import compiled, inlined

TINY = 1e-9


class Net(NamedTuple):
    """What lies under a search; `shade` is uint8 (24, edges), (0, edges) where nothing is known."""

    first: np.ndarray
    head: np.ndarray
    arc: np.ndarray
    x: np.ndarray
    y: np.ndarray
    length: np.ndarray
    flags: np.ndarray
    climb: np.ndarray
    descent: np.ndarray
    rough: np.ndarray
    risk: np.ndarray
    crossing: np.ndarray
    heat: np.ndarray
    shade: np.ndarray
    closed: np.ndarray
    avoid: np.ndarray
    blocked: np.ndarray


class Desk(NamedTuple):
    """Room for one search at a time. `stamp` tells which search wrote a vertex last."""

    dist: np.ndarray
    time: np.ndarray
    pred: np.ndarray
    link: np.ndarray
    stamp: np.ndarray
    keys: np.ndarray
    heap: np.ndarray


@inlined
def _push(keys, heap, size, key, vertex):
    i = size
    while i > 0:
        p = (i - 1) >> 2
        if keys[p] <= key:
            break
        keys[i] = keys[p]
        heap[i] = heap[p]
        i = p
    keys[i] = key
    heap[i] = vertex
    return size + 1


@inlined
def _pop(keys, heap, size):
    key, vertex = keys[0], heap[0]
    size -= 1
    k, v = keys[size], heap[size]
    i = 0
    while True:
        c = 4 * i + 1
        if c >= size:
            break
        b = c
        for j in range(c + 1, min(c + 4, size)):
            if keys[j] < keys[b]:
                b = j
        if keys[b] >= k:
            break
        keys[i] = keys[b]
        heap[i] = heap[b]
        i = b
    keys[i] = k
    heap[i] = v
    return key, vertex, size


@inlined
def _sunny(shade, e, hour):
    """Share of an edge in the sun at an hour, between two full hours; unknown counts as sun."""
    if shade.shape[0] == 0 or hour < 0:
        return 1.0
    h = int(hour)
    f = hour - h
    a = shade[h % 24, e]
    b = shade[(h + 1) % 24, e]
    if a == 255 and b == 255:
        return 1.0
    if a == 255:
        a = b
    if b == 255:
        b = a
    return 1.0 - (a * (1.0 - f) + b * f) / 254.0


@compiled
def weigh(net, p, e, d, elapsed):
    """Felt metres and seconds of edge `e` in direction `d` (0 along it); -1 where not allowed."""
    flags = net.flags[e]
    if not flags >> p.shift & (1 << d) or flags & p.need != p.need:
        return -1.0, 0.0
    if net.closed[e] & p.closed_bit or net.blocked[e]:
        return -1.0, 0.0
    length = net.length[e]
    climb = net.climb[e] if d == 0 else net.descent[e]
    if not climb >= 0.0:  # not known
        climb = 0.0
    per_metre = 1.0
    if p.sun > 0.0:
        hour = p.hour
        if p.moving and hour >= 0.0:
            hour += elapsed / 3600.0
        per_metre += p.sun * _sunny(net.shade, e, hour)
    if p.heat > 0.0 and net.heat[e] != 255:
        per_metre += p.heat * net.heat[e] / 254.0
    per_metre += p.safety * net.risk[e] / 254.0 + p.surface * net.rough[e] / 254.0
    if net.avoid[e] & p.closed_bit:
        per_metre += p.avoid
    seconds = length * p.pace
    if flags & 64:
        per_metre += p.stairs
        seconds *= p.stairs_factor
    if flags & 128 and p.pushed > 1.0:
        per_metre *= p.pushed
        seconds *= p.pushed
    cost = length * per_metre + p.slope * 10.0 * climb + p.crossing * net.crossing[e]
    return cost, seconds + p.climb_s * climb


@compiled
def astar(net, p, desk, run, entries, costs, times, goal_edge, goal_share, gx, gy, bound):
    """The cheapest way from any of `entries` (vertices, with their first costs and seconds) to a
    place on `goal_edge`: cost, seconds, the vertex before the goal's edge, and the direction along
    it; cost -1 if there is none. `desk` holds the tree.
    """
    dist, time, pred, link, stamp = desk.dist, desk.time, desk.pred, desk.link, desk.stamp
    keys, heap = desk.keys, desk.heap
    size = 0
    for i in range(len(entries)):
        v = entries[i]
        if stamp[v] != run or costs[i] < dist[v]:
            dist[v] = costs[i]
            time[v] = times[i]
            pred[v] = -1
            link[v] = i
            stamp[v] = run
            key = costs[i] + bound * np.hypot(net.x[v] - gx, net.y[v] - gy)
            size = _push(keys, heap, size, key, v)
    best, seconds, last, direction = np.inf, 0.0, -1, 0
    while size > 0:
        key, u, size = _pop(keys, heap, size)
        if key >= best:
            break
        du = dist[u]
        if key > du + bound * np.hypot(net.x[u] - gx, net.y[u] - gy) + TINY:
            continue
        for i in range(net.first[u], net.first[u + 1]):
            a = net.arc[i]
            e, d = a >> 1, a & 1
            c, s = weigh(net, p, e, d, time[u])
            if c < 0.0:
                continue
            if e == goal_edge:
                share = goal_share if d == 0 else 1.0 - goal_share
                if du + c * share < best:
                    best, seconds = du + c * share, time[u] + s * share
                    last, direction = u, d
            v = net.head[i]
            if stamp[v] != run or du + c < dist[v] - TINY:
                dist[v] = du + c
                time[v] = time[u] + s
                pred[v] = u
                link[v] = a
                stamp[v] = run
                key = du + c + bound * np.hypot(net.x[v] - gx, net.y[v] - gy)
                size = _push(keys, heap, size, key, v)
    if last < 0:
        return -1.0, 0.0, -1, 0
    return best, seconds, last, direction


@compiled
def walk_back(desk, vertex, arcs):
    """The arcs of the tree from its root to `vertex`, written backwards from the end of `arcs`:
    where they begin, and the number of the entry.
    """
    k = len(arcs)
    u = vertex
    while desk.pred[u] >= 0:
        k -= 1
        arcs[k] = desk.link[u]
        u = desk.pred[u]
    return k, desk.link[u]


@compiled
def bounded(net, p, desk, run, entries, costs, times, limit, by_time, settled):
    """Every vertex within `limit` (seconds if `by_time`, else felt metres), nearest first, written
    to `settled`; how many. Labels stay on the desk.
    """
    dist, time, stamp, keys, heap = desk.dist, desk.time, desk.stamp, desk.keys, desk.heap
    size = 0
    for i in range(len(entries)):
        v = entries[i]
        key = times[i] if by_time else costs[i]
        if key <= limit and (stamp[v] != run or key < (time[v] if by_time else dist[v])):
            dist[v] = costs[i]
            time[v] = times[i]
            stamp[v] = run
            size = _push(keys, heap, size, key, v)
    count = 0
    while size > 0:
        key, u, size = _pop(keys, heap, size)
        if key > (time[u] if by_time else dist[u]):
            continue
        settled[count] = u
        count += 1
        for i in range(net.first[u], net.first[u + 1]):
            a = net.arc[i]
            c, s = weigh(net, p, a >> 1, a & 1, time[u])
            if c < 0.0:
                continue
            v = net.head[i]
            key = time[u] + s if by_time else dist[u] + c
            if key <= limit and (stamp[v] != run or key < (time[v] if by_time else dist[v]) - TINY):
                dist[v] = dist[u] + c
                time[v] = time[u] + s
                stamp[v] = run
                size = _push(keys, heap, size, key, v)
    return count


@compiled
def nearest(net, p, keys, heap, entries, firsts, owners, by_time, value, which):
    """From every entry at once: how far each vertex is from the nearest, and whose it is.

    `net.first`, `.head` and `.arc` may be the arriving arcs with their tails: then it is how far
    from each vertex to the nearest. Shade is that of the departure.
    """
    value[:] = np.inf
    which[:] = -1
    size = 0
    for i in range(len(entries)):
        v = entries[i]
        if firsts[i] < value[v]:
            value[v] = firsts[i]
            which[v] = owners[i]
            size = _push(keys, heap, size, firsts[i], v)
    while size > 0:
        key, u, size = _pop(keys, heap, size)
        if key > value[u]:
            continue
        for i in range(net.first[u], net.first[u + 1]):
            a = net.arc[i]
            c, s = weigh(net, p, a >> 1, a & 1, 0.0)
            if c < 0.0:
                continue
            v = net.head[i]
            d = key + (s if by_time else c)
            if d < value[v] - TINY:
                value[v] = d
                which[v] = which[u]
                size = _push(keys, heap, size, d, v)


@compiled
def spans(net, p, desk, settled, count, limit, by_time, ahead, back, touched):
    """How far along each leaving arc of the settled vertices one still gets: shares of edges from
    their start (`ahead`) and from their end (`back`). Edges are listed in `touched`; how many.
    """
    number = 0
    for k in range(count):
        u = settled[k]
        left = limit - (desk.time[u] if by_time else desk.dist[u])
        for i in range(net.first[u], net.first[u + 1]):
            a = net.arc[i]
            e, d = a >> 1, a & 1
            c, s = weigh(net, p, e, d, desk.time[u])
            if c < 0.0:
                continue
            whole = s if by_time else c
            share = 1.0 if whole <= left else left / whole
            if ahead[e] == 0.0 and back[e] == 0.0:
                touched[number] = e
                number += 1
            if d == 0:
                ahead[e] = max(ahead[e], share)
            else:
                back[e] = max(back[e], share)
    return number


@compiled
def price(net, p, edges, directions, shares, start_s, costs, seconds, sun):
    """Felt metres, seconds and share in the sun of the pieces of one way, in their order.

    `sun` is -1 where nothing is known of it.
    """
    elapsed = start_s
    for i in range(len(edges)):
        e = edges[i]
        c, s = weigh(net, p, e, directions[i], elapsed)
        costs[i] = c * shares[i]
        seconds[i] = s * shares[i]
        sun[i] = -1.0
        if net.shade.shape[0] > 0 and p.hour >= 0.0:
            hour = p.hour + (elapsed / 3600.0 if p.moving else 0.0)
            h = int(hour)
            if net.shade[h % 24, e] != 255 or net.shade[(h + 1) % 24, e] != 255:
                sun[i] = _sunny(net.shade, e, hour)
        elapsed += seconds[i]


@compiled
def weights(net, p, edges, directions, by_time, out):
    """Seconds or felt metres of whole edges at departure; infinite where not allowed."""
    for i in range(len(edges)):
        c, s = weigh(net, p, edges[i], directions[i], 0.0)
        out[i] = np.inf if c < 0.0 else (s if by_time else c)
