// p1 của từng dòng ở đầu vào chuẩn, rồi digest của tất cả: mcs P1.cs && mono P1.exe < lines.txt (hoặc .NET)
using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class P1
{
    static string Sha256(string text)
    {
        using (var sha = SHA256.Create())
            return string.Concat(sha.ComputeHash(new UTF8Encoding(false).GetBytes(text)).Select(b => b.ToString("x2")));
    }

    public static void Main()
    {
        Console.InputEncoding = new UTF8Encoding(false);
        var p1s = new List<string>();
        for (string line = Console.ReadLine(); line != null; line = Console.ReadLine())
            if (line != "") p1s.Add(Sha256(line));
        p1s.ForEach(Console.WriteLine);
        p1s.Sort(string.CompareOrdinal);
        Console.WriteLine("digest " + Sha256(string.Concat(p1s.Select(p1 => p1 + "\n"))));
    }
}
