<?php
// p1 của từng dòng ở đầu vào chuẩn, rồi digest của tất cả: php p1.php < lines.txt
$p1s = [];
foreach (explode("\n", stream_get_contents(STDIN)) as $line) {
    if ($line !== '') {
        $p1s[] = hash('sha256', $line);
    }
}
echo implode("\n", $p1s), "\n";
sort($p1s, SORT_STRING);
echo 'digest ', hash('sha256', implode('', array_map(fn ($p1) => "$p1\n", $p1s))), "\n";
