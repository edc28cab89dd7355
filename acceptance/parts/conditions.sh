# Conditional requests: 304, 412, and ranges under If-Range.

serve
check "GET answers 200" status 200 /offsets.txt
tag=$(header etag)
date=$(header last-modified)
check "If-None-Match with the tag: 304" status 304 /offsets.txt -H "If-None-Match: $tag"
check "304 has no body" body_is_empty
check "304 repeats the tag" header etag '.+'
check "If-None-Match with another tag: 200" status 200 /offsets.txt -H 'If-None-Match: "x"'
check "If-Modified-Since its date: 304" status 304 /offsets.txt -H "If-Modified-Since: $date"
check "If-None-Match wins over If-Modified-Since" \
  status 200 /offsets.txt -H 'If-None-Match: "x"' -H "If-Modified-Since: $date"
check "If-Match with another tag: 412" status 412 /offsets.txt -H 'If-Match: "x"'
check "If-Range with the tag: 206" status 206 /offsets.txt -r 0-7 -H "If-Range: $tag"
check "If-Range with another tag: 200" status 200 /offsets.txt -r 0-7 -H 'If-Range: "x"'
stop
