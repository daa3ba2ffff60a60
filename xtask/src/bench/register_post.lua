-- An entry by form, every one with a reference and a form token of its own; TOKEN, HOST and MARK from the environment.
local mark, n = os.getenv("MARK"), 0
local fixed = "csrf=" .. os.getenv("TOKEN") .. "&insats=krus&underlag=skriftligt&start=2025-03-03&kon=kvinna&fodelsear=1990"
  .. "&kommun=Kalmar&remittent=region&utbildning=gymnasium&tid=1_2_ar&forsorjning=sjukpenning&sysselsattning=ovrigt"
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Origin"] = "http://" .. os.getenv("HOST")
function request()
  n = n + 1
  return wrk.format(nil, nil, nil, fixed .. "&referens=" .. mark .. "-" .. n .. "&formular=" .. string.format("%s%030d", mark, n))
end
local bad = 0
function response(status, headers)
  if status ~= 303 then bad = bad + 1; if bad == 1 then io.write("BAD status " .. status .. "\n") end end
end
