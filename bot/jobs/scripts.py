"""What the queue does in Redis, each as one step. Times are the server's, in milliseconds.

Under the prefix P, whose braces keep all of it on one node of a cluster:

    P:job:ID              hash: task, payload, channel, person, tries, deaths; holder while a worker is at it
    P:waiting:CHANNEL ID  list of the jobs of one person in one channel, next first
    P:channels            channels that have waiting jobs, by the number of their last turn
    P:people:CHANNEL      people of a channel that have waiting jobs, likewise
    P:later               jobs that wait for their time
    P:held                jobs under way, by the end of their lease
    P:turn, P:depth       turns given so far; jobs in the lists
    P:wake                the pub/sub channel that says that there is something to take

Every script may be sent twice: one that is repeated finds its work done, or its holder gone.
"""

from typing import Final

_COMMON: Final = """
local P = KEYS[1]
local function now()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function list_of(channel, person) return P .. ':waiting:' .. channel .. ' ' .. person end
local function enqueue(id, first)
    local owner = redis.call('HMGET', P .. ':job:' .. id, 'channel', 'person')
    local channel, person = owner[1], owner[2]
    if not channel then return end
    redis.call(first and 'LPUSH' or 'RPUSH', list_of(channel, person), id)
    redis.call('INCR', P .. ':depth')
    local turn = redis.call('GET', P .. ':turn') or 0
    redis.call('ZADD', P .. ':channels', 'NX', turn, channel)
    redis.call('ZADD', P .. ':people:' .. channel, 'NX', turn, person)
    redis.call('PUBLISH', P .. ':wake', '')
end
local function is_held(id, holder)
    return redis.call('HGET', P .. ':job:' .. id, 'holder') == holder
end
"""

PUT: Final = (
    _COMMON
    + """
-- id, task, payload, channel, person, milliseconds until it may be taken: 1 when it was added
local id, after = ARGV[1], tonumber(ARGV[6])
local job = P .. ':job:' .. id
if redis.call('EXISTS', job) == 1 then return 0 end
redis.call('HSET', job, 'task', ARGV[2], 'payload', ARGV[3], 'channel', ARGV[4], 'person', ARGV[5],
    'tries', 0, 'deaths', 0)
if after > 0 then redis.call('ZADD', P .. ':later', now() + after, id) else enqueue(id, false) end
return 1
"""
)

TAKE: Final = (
    _COMMON
    + """
-- holder, lease, channels to pass over: {depth, milliseconds until more is due, the job's fields}
local holder, lease, time = ARGV[1], tonumber(ARGV[2]), now()
for _, id in ipairs(redis.call('ZRANGE', P .. ':later', '-inf', time, 'BYSCORE', 'LIMIT', 0, 100)) do
    redis.call('ZREM', P .. ':later', id)
    enqueue(id, false)
end
for _, id in ipairs(redis.call('ZRANGE', P .. ':held', '-inf', time, 'BYSCORE', 'LIMIT', 0, 100)) do
    redis.call('ZREM', P .. ':held', id)
    if redis.call('HDEL', P .. ':job:' .. id, 'holder') == 1 then
        redis.call('HINCRBY', P .. ':job:' .. id, 'deaths', 1)
        enqueue(id, true)
    end
end
local passed_over = {}
for at = 3, #ARGV do passed_over[ARGV[at]] = true end
for _, channel in ipairs(redis.call('ZRANGE', P .. ':channels', 0, #ARGV - 2)) do
    if not passed_over[channel] then
        local people = P .. ':people:' .. channel
        local person = redis.call('ZRANGE', people, 0, 0)[1]
        local id = redis.call('LPOP', list_of(channel, person))
        local turn = redis.call('INCR', P .. ':turn')
        if redis.call('EXISTS', list_of(channel, person)) == 1 then
            redis.call('ZADD', people, turn, person)
        else
            redis.call('ZREM', people, person)
        end
        if redis.call('EXISTS', people) == 1 then
            redis.call('ZADD', P .. ':channels', turn, channel)
        else
            redis.call('ZREM', P .. ':channels', channel)
        end
        local depth = redis.call('DECR', P .. ':depth')
        local job = P .. ':job:' .. id
        redis.call('HSET', job, 'holder', holder)
        redis.call('ZADD', P .. ':held', time + lease, id)
        local fields = redis.call('HMGET', job, 'task', 'payload', 'channel', 'tries', 'deaths')
        if fields[1] and fields[2] then
            local tries, deaths = tonumber(fields[4]) or 0, tonumber(fields[5]) or 0
            return {depth, 0, id, fields[1], fields[2], fields[3] or '', tries, deaths}
        end
        redis.call('DEL', job)  -- none of ours
        redis.call('ZREM', P .. ':held', id)
        return {depth, 1}
    end
end
local due = -1
for _, set in ipairs({':later', ':held'}) do
    local first = redis.call('ZRANGE', P .. set, 0, 0, 'WITHSCORES')[2]
    if first and (due < 0 or first - time < due) then due = math.max(first - time, 0) end
end
return {tonumber(redis.call('GET', P .. ':depth') or 0), due}
"""
)

RENEW: Final = (
    _COMMON
    + """
-- holder, lease, ids: those among them that the holder has lost
local lost, ends = {}, now() + ARGV[2]
for at = 3, #ARGV do
    if is_held(ARGV[at], ARGV[1]) then
        redis.call('ZADD', P .. ':held', ends, ARGV[at])
    else
        lost[#lost + 1] = ARGV[at]
    end
end
return lost
"""
)

END: Final = (
    _COMMON
    + """
-- holder, id: the job is over, and nothing that it carried stays
if not is_held(ARGV[2], ARGV[1]) then return 0 end
redis.call('DEL', P .. ':job:' .. ARGV[2])
redis.call('ZREM', P .. ':held', ARGV[2])
return 1
"""
)

AGAIN: Final = (
    _COMMON
    + """
-- holder, id, tries so far, milliseconds until it may be taken again; with 0 it is the next of its owner
local id, after = ARGV[2], tonumber(ARGV[4])
if not is_held(id, ARGV[1]) then return 0 end
redis.call('ZREM', P .. ':held', id)
redis.call('HDEL', P .. ':job:' .. id, 'holder')
redis.call('HSET', P .. ':job:' .. id, 'tries', ARGV[3])
if after > 0 then redis.call('ZADD', P .. ':later', now() + after, id) else enqueue(id, true) end
return 1
"""
)
