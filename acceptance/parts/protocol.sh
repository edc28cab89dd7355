# HTTP/1.1 octet by octet: malformed requests, pipelines, requests in pieces.

serve
raw refuses_malformed
raw keeps_order
raw splits_anywhere
raw closes_when_asked
raw survives_bad_pipelines
stop
