// Gửi một hồ sơ và một bước tiến độ, rồi chờ kết quả ở nơi nhận. .NET Framework 4.7.2 trở lên, .NET 8, hoặc Mono; không cần thư viện.
// Sends a dossier and a step, then waits for what became of them. .NET Framework 4.7.2 or later, .NET 8, or Mono; no library.
//   GATEWAY=http://127.0.0.1:8080 KEY=<khoá API / API key> UNIT=H56.14797  (dotnet run | mcs -r:System.Net.Http.dll GuiHoSo.cs && mono GuiHoSo.exe)
using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

public static class GuiHoSo
{
    static readonly HttpClient Http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
    static readonly string Gateway = Environment.GetEnvironmentVariable("GATEWAY");

    public static int Main()
    {
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("KEY"));
        return Run().GetAwaiter().GetResult();
    }

    static async Task<int> Run()
    {
        var day = DateTime.UtcNow.AddHours(7).ToString("yyMMdd");
        var code = Environment.GetEnvironmentVariable("UNIT") + "-" + day + "-" + (Environment.GetEnvironmentVariable("SERIAL") ?? "9105");

        var receipt = await Call("/v1/dossiers", @"{
            ""dossierCode"": """ + code + @""", ""sourceVersion"": 1, ""procedureCode"": ""2.000815"", ""channel"": ""direct"",
            ""applicant"": {""kind"": ""citizen"", ""name"": ""Nguyễn Văn A""}, ""status"": 2,
            ""receivedAt"": ""2026-11-23T08:15:00+07:00"", ""dueAt"": ""2026-11-25T17:00:00+07:00"",
            ""returnMethod"": ""desk"", ""agencyName"": ""UBND phường Hạc Thành""}");
        Console.WriteLine("Biên nhận hồ sơ / receipt: " + Member(receipt, "receiptId"));

        var step = await Call("/v1/status-changes", @"{
            ""dossierCode"": """ + code + @""", ""status"": 4, ""occurredAt"": ""2026-11-23T09:00:00+07:00"",
            ""officer"": ""Lê Thị B"", ""content"": ""Thẩm định hồ sơ""}");
        var stepId = Member(step, "itemId");
        Console.WriteLine("Biên nhận bước / receipt of the step: " + Member(step, "receiptId"));

        // Bản tin kết quả: giữ `next` lại, lần sau đọc tiếp từ đó. / The outcome feed: keep `next` and go on from there.
        var after = "";
        var until = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < until)
        {
            var page = await Call("/v1/outcomes?limit=1000" + (after == "" ? "" : "&after=" + Uri.EscapeDataString(after)), null);
            var at = page.IndexOf("\"itemId\":\"" + stepId + "\"", StringComparison.Ordinal);
            if (at >= 0)
            {
                var state = Member(page.Substring(at), "state");
                Console.WriteLine(state + ": " + code);
                return state == "delivered" ? 0 : 1;
            }
            after = Member(page, "next");
            if (!page.Contains("\"hasMore\":true")) await Task.Delay(1000);
        }
        Console.Error.WriteLine("Chưa đến, xem GET /v1/dossiers/" + code + " / not delivered yet");
        return 1;
    }

    /// <summary>Gọi cổng; mất mạng, 429 hoặc 5xx thì gửi lại cùng nội dung (an toàn). / Calls the gateway; sends the same again when it must.</summary>
    static async Task<string> Call(string path, string body)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wait = TimeSpan.FromSeconds(1);
            string fault;
            try
            {
                var answer = body == null
                    ? await Http.GetAsync(Gateway + path)
                    : await Http.PostAsync(Gateway + path, new StringContent(body, Encoding.UTF8, "application/json"));
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode) return text;
                // Thân trả lời nêu mọi trường sai, tiếng Việt và tiếng Anh. / The body names every faulty field in both languages.
                fault = "HTTP " + (int)answer.StatusCode + " " + text;
                if ((int)answer.StatusCode < 500 && (int)answer.StatusCode != 429) throw new ArgumentException(fault);
                if (answer.Headers.RetryAfter != null && answer.Headers.RetryAfter.Delta.HasValue) wait = answer.Headers.RetryAfter.Delta.Value;
            }
            catch (HttpRequestException lost) { fault = lost.Message; }
            catch (TaskCanceledException lost) { fault = lost.Message; }
            if (attempt == 10) throw new InvalidOperationException(fault);
            await Task.Delay(wait);
        }
    }

    /// <summary>Một thành phần chữ của JSON; hệ thống thật dùng thư viện JSON của mình. / A text member; a real system uses its JSON library.</summary>
    static string Member(string json, string name)
    {
        var found = Regex.Match(json, "\"" + name + "\":\"([^\"]*)\"");
        return found.Success ? found.Groups[1].Value : "";
    }
}
