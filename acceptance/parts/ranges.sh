# Ranges: first, last, several, malformed, and beyond 2 GiB.

truncate -s 3G "$site/big.bin"
printf 'beyond 2 GiB' | dd of="$site/big.bin" bs=1 seek=2147483650 conv=notrunc status=none
printf 'the end' | dd of="$site/big.bin" bs=1 seek=3221225465 conv=notrunc status=none

serve
check "a range: 206" status 206 /offsets.txt -r 80-87
check "it has the requested bytes" body_is 0000080
check "it has Content-Range" header content-range 'bytes 80-87/800'
check "a suffix: 206" status 206 /offsets.txt -r -8
check "it is the end" body_is 0000792
check "an open range: 206" status 206 /offsets.txt -r 792-
check "it extends to the end" body_is 0000792
check "beyond the end: 416" status 416 /offsets.txt -r 800-
check "416 has the length" header content-range 'bytes \*/800'
check "twenty digits: 416" status 416 /offsets.txt -r 99999999999999999999-
check "a malformed range is ignored" status 200 /offsets.txt -H 'Range: bytes=b-a'
check "two ranges: 206" status 206 /offsets.txt -r 0-7,400-407
check "they arrive as multipart" header content-type 'multipart/byteranges; ?boundary=.+'
check "CRLF is before the first boundary" cmp <(head -c 4 "$work/body") <(printf '\r\n--')
check "beyond 2 GiB: 206" status 206 /big.bin -r 2147483650-2147483661
check "the bytes there" cmp "$work/body" <(printf 'beyond 2 GiB')
check "the end of 3 GiB: 206" status 206 /big.bin -r -7
check "the bytes there" cmp "$work/body" <(printf 'the end')
stop
