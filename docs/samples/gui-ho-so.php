<?php
// Gửi một hồ sơ và một bước tiến độ, rồi chờ kết quả ở nơi nhận. PHP 8.1 trở lên, không cần thư viện.
// Sends a dossier and a step, then waits for what became of them. PHP 8.1 or later, no library.
//   GATEWAY=http://127.0.0.1:8080 KEY=<khoá API / API key> UNIT=H56.14797 php gui-ho-so.php
declare(strict_types=1);

$gateway = getenv('GATEWAY');
$key = getenv('KEY');
$code = getenv('UNIT') . '-' . date('ymd') . '-' . (getenv('SERIAL') ?: '9102');

/** Gọi cổng; mất mạng, 429 hoặc 5xx thì gửi lại cùng nội dung (an toàn). / Calls the gateway; sends the same again when it must. */
function call(string $url, string $key, ?array $body = null): array
{
    for ($attempt = 1; ; $attempt++) {
        $context = stream_context_create(['http' => [
            'method' => $body === null ? 'GET' : 'POST',
            'header' => "Authorization: Bearer $key\r\nContent-Type: application/json\r\n",
            'content' => $body === null ? '' : json_encode($body, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR),
            'timeout' => 30,
            'ignore_errors' => true,
        ]]);
        $text = @file_get_contents($url, false, $context);
        $headers = $http_response_header ?? [];
        $status = $text === false ? 0 : (int) explode(' ', $headers[0])[1];
        $wait = 1;
        foreach ($headers as $header) {
            if (stripos($header, 'Retry-After:') === 0) {
                $wait = (int) substr($header, 12);
            }
        }
        if ($status >= 200 && $status < 300) {
            return json_decode($text, true, 64, JSON_THROW_ON_ERROR);
        }
        if ($attempt === 10 || ($status >= 400 && $status < 500 && $status !== 429)) {
            throw new RuntimeException("HTTP $status " . ($text === false ? '' : explain($text)));
        }
        sleep($wait);
    }
}

/** Mọi trường sai, bằng tiếng Việt. / Every faulty field. */
function explain(string $text): string
{
    $problem = json_decode($text, true) ?? [];
    $lines = array_map(fn($p) => "{$p['field']}: {$p['message']['vi']}", $problem['problems'] ?? []);
    return implode("\n", [$problem['detail'] ?? $text, ...$lines]);
}

$receipt = call("$gateway/v1/dossiers", $key, [
    'dossierCode' => $code, 'sourceVersion' => 1, 'procedureCode' => '2.000815', 'channel' => 'direct',
    'applicant' => ['kind' => 'citizen', 'name' => 'Nguyễn Văn A'], 'status' => 2,
    'receivedAt' => '2026-11-23T08:15:00+07:00', 'dueAt' => '2026-11-25T17:00:00+07:00',
    'returnMethod' => 'desk', 'agencyName' => 'UBND phường Hạc Thành',
]);
echo "Biên nhận hồ sơ / receipt: {$receipt['receiptId']} ({$receipt['result']})\n";

$step = call("$gateway/v1/status-changes", $key, [
    'dossierCode' => $code, 'status' => 4, 'occurredAt' => '2026-11-23T09:00:00+07:00',
    'officer' => 'Lê Thị B', 'content' => 'Thẩm định hồ sơ',
]);
echo "Biên nhận bước / receipt of the step: {$step['receiptId']} ({$step['result']})\n";

// Bản tin kết quả: giữ `next` lại, lần sau đọc tiếp từ đó. / The outcome feed: keep `next` and go on from there.
$after = '';
$until = time() + 60;
while (time() < $until) {
    $page = call("$gateway/v1/outcomes?limit=1000" . ($after === '' ? '' : '&after=' . rawurlencode($after)), $key);
    foreach ($page['items'] as $outcome) {
        if ($outcome['itemId'] === $step['itemId']) {
            echo "{$outcome['message']['vi']} / {$outcome['state']}: $code\n";
            exit($outcome['state'] === 'delivered' ? 0 : 1);
        }
    }
    $after = $page['next'];
    if (!$page['hasMore']) {
        sleep(1);
    }
}
fwrite(STDERR, "Chưa đến, xem GET /v1/dossiers/$code / not delivered yet\n");
exit(1);
