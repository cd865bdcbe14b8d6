// Gửi một hồ sơ và một bước tiến độ, rồi chờ kết quả ở nơi nhận. Java 17 trở lên, không cần thư viện.
// Sends a dossier and a step, then waits for what became of them. Java 17 or later, no library.
//   GATEWAY=http://127.0.0.1:8080 KEY=<khoá API / API key> UNIT=H56.14797 java GuiHoSo.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class GuiHoSo {
    static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    static final String GATEWAY = System.getenv("GATEWAY");
    static final String KEY = System.getenv("KEY");

    public static void main(String[] args) throws Exception {
        String day = LocalDate.now(ZoneId.of("Asia/Ho_Chi_Minh")).format(DateTimeFormatter.ofPattern("yyMMdd"));
        String code = System.getenv("UNIT") + "-" + day + "-" + System.getenv().getOrDefault("SERIAL", "9104");

        String receipt = call("/v1/dossiers", """
            {"dossierCode": "%s", "sourceVersion": 1, "procedureCode": "2.000815", "channel": "direct",
             "applicant": {"kind": "citizen", "name": "Nguyễn Văn A"}, "status": 2,
             "receivedAt": "2026-11-23T08:15:00+07:00", "dueAt": "2026-11-25T17:00:00+07:00",
             "returnMethod": "desk", "agencyName": "UBND phường Hạc Thành"}""".formatted(code));
        System.out.println("Biên nhận hồ sơ / receipt: " + member(receipt, "receiptId"));

        String step = call("/v1/status-changes", """
            {"dossierCode": "%s", "status": 4, "occurredAt": "2026-11-23T09:00:00+07:00",
             "officer": "Lê Thị B", "content": "Thẩm định hồ sơ"}""".formatted(code));
        String stepId = member(step, "itemId");
        System.out.println("Biên nhận bước / receipt of the step: " + member(step, "receiptId"));

        // Bản tin kết quả: giữ `next` lại, lần sau đọc tiếp từ đó. / The outcome feed: keep `next` and go on from there.
        String after = "";
        long until = System.currentTimeMillis() + 60_000;
        while (System.currentTimeMillis() < until) {
            String query = after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
            String page = call("/v1/outcomes?limit=1000" + query, null);
            int at = page.indexOf("\"itemId\":\"" + stepId + "\"");
            if (at >= 0) {
                String state = member(page.substring(at), "state");
                System.out.println(state + ": " + code);
                System.exit(state.equals("delivered") ? 0 : 1);
            }
            after = member(page, "next");
            if (!page.contains("\"hasMore\":true")) Thread.sleep(1_000);
        }
        System.err.println("Chưa đến, xem GET /v1/dossiers/" + code + " / not delivered yet");
        System.exit(1);
    }

    /** Gọi cổng; mất mạng, 429 hoặc 5xx thì gửi lại cùng nội dung (an toàn). / Calls the gateway; sends the same again when it must. */
    static String call(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(GATEWAY + path)).timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + KEY);
        if (body != null) request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        for (int attempt = 1; ; attempt++) {
            long wait = 1;
            String fault;
            try {
                HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status < 300) return answer.body();
                // Thân trả lời nêu mọi trường sai, tiếng Việt và tiếng Anh. / The body names every faulty field in both languages.
                fault = "HTTP " + status + " " + answer.body();
                if (status < 500 && status != 429) throw new IllegalArgumentException(fault);
                wait = answer.headers().firstValueAsLong("Retry-After").orElse(1);
            } catch (java.io.IOException lost) {
                fault = String.valueOf(lost);
            }
            if (attempt == 10) throw new IllegalStateException(fault);
            Thread.sleep(1_000 * wait);
        }
    }

    /** Một thành phần chữ của JSON; hệ thống thật dùng thư viện JSON của mình. / A text member; a real system uses its JSON library. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
