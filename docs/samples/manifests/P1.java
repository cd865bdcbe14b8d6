// p1 của từng dòng ở đầu vào chuẩn, rồi digest của tất cả: java P1.java < lines.txt (Java 17 trở lên)
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;

public class P1 {
    static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    public static void main(String[] args) throws Exception {
        var all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isEmpty()).toList();
        var p1s = new java.util.ArrayList<String>();
        for (String line : all) p1s.add(sha256(line));
        p1s.forEach(System.out::println);
        System.out.println("digest " + sha256(p1s.stream().sorted().map(p1 -> p1 + "\n").collect(Collectors.joining())));
    }
}
