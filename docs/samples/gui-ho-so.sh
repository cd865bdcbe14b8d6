#!/bin/sh
# Gửi một hồ sơ và một bước tiến độ, rồi chờ kết quả ở nơi nhận. Cần: curl.
# Sends a dossier and a step, then waits for what became of them. Needs: curl.
#   GATEWAY=http://127.0.0.1:8080 KEY=<khoá API / API key> UNIT=H56.14797 sh gui-ho-so.sh
set -eu
CODE="$UNIT-$(date +%y%m%d)-${SERIAL:-9101}"

# Mất mạng, 429, 503: curl gửi lại cùng nội dung (an toàn), và chờ theo Retry-After.
# Line lost, 429, 503: curl sends the same again (which is safe) and waits as Retry-After says.
call() {
  curl -sS --retry 10 --retry-connrefused --fail-with-body \
    -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' "$@"
}

call "$GATEWAY/v1/dossiers" -d '{
  "dossierCode": "'"$CODE"'", "sourceVersion": 1, "procedureCode": "2.000815", "channel": "direct",
  "applicant": {"kind": "citizen", "name": "Nguyễn Văn A"}, "status": 2,
  "receivedAt": "2026-11-23T08:15:00+07:00", "dueAt": "2026-11-25T17:00:00+07:00",
  "returnMethod": "desk", "agencyName": "UBND phường Hạc Thành"}'
echo
call "$GATEWAY/v1/status-changes" -d '{
  "dossierCode": "'"$CODE"'", "status": 4, "occurredAt": "2026-11-23T09:00:00+07:00",
  "officer": "Lê Thị B", "content": "Thẩm định hồ sơ"}'
echo

# Bản tin kết quả: giữ `next` lại, lần sau đọc tiếp từ đó. / The outcome feed: keep `next` and go on from there.
after=""
waited=0
until [ "$waited" -ge 60 ]; do
  page=$(call "$GATEWAY/v1/outcomes?limit=1000${after:+&after=$after}")
  after=$(printf '%s' "$page" | sed 's/.*"next":"\([^"]*\)".*/\1/')
  if printf '%s' "$page" | tr '{' '\n' | grep "\"dossierCode\":\"$CODE\"" | grep '"kind":"step"' | grep -q '"state":"delivered"'; then
    echo "Đã đến Cổng quốc gia / delivered: $CODE"
    exit 0
  fi
  case $page in *'"hasMore":true'*) ;; *) sleep 1; waited=$((waited + 1)) ;; esac
done
echo "Chưa đến, xem GET /v1/dossiers/$CODE / not delivered yet" >&2
exit 1
