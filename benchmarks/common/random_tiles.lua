-- wrk: random tiles of one zoom. Arguments: prefix zoom x0 x1 y0 y1 suffix
local prefix, zoom, x0, x1, y0, y1, suffix
local headers = { ["Accept-Encoding"] = "gzip" }

function init(args)
  prefix, zoom, suffix = args[1], args[2], args[7] or ""
  x0, x1, y0, y1 = tonumber(args[3]), tonumber(args[4]), tonumber(args[5]), tonumber(args[6])
  math.randomseed(4242)
end

function request()
  local tile = zoom .. "/" .. math.random(x0, x1) .. "/" .. math.random(y0, y1)
  return wrk.format("GET", prefix .. "/" .. tile .. suffix, headers)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %.6f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
