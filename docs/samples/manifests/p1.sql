-- Bảng kê từ cơ sở dữ liệu của xã (PostgreSQL): dòng p1 và nhóm đơn vị × ngày. Đổi tên bảng, cột cho đúng hệ thống của bạn.
-- hoso(ma, donvi, thutuc, kenh, trangthai, tiepnhan, nop, hentra, ketthuc, tra, cokq) · buoc(ma, trangthai, luc); thời điểm là timestamptz.
WITH b AS (
  SELECT ma, count(*) AS so, (array_agg(trangthai ORDER BY luc DESC, trangthai DESC))[1] AS cuoi, max(luc) AS luc FROM buoc GROUP BY ma
), dong AS (
  SELECT h.ma, h.donvi, (coalesce(h.tiepnhan, h.nop) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS ngay, coalesce(b.so, 0) AS so,
    concat_ws('|', 'p1', h.ma, coalesce(substring(h.thutuc FROM '^\d\.\d{6}'), h.thutuc), coalesce(h.kenh, ''), h.trangthai,
      coalesce(floor(extract(epoch FROM h.tiepnhan))::text, ''), coalesce(floor(extract(epoch FROM h.hentra))::text, ''),
      coalesce(floor(extract(epoch FROM h.ketthuc))::text, ''), coalesce(floor(extract(epoch FROM h.tra))::text, ''),
      coalesce(b.so, 0), coalesce(b.cuoi::text, ''), coalesce(floor(extract(epoch FROM b.luc))::text, ''),
      CASE WHEN h.cokq THEN 1 ELSE 0 END) AS chuoi
  FROM hoso h LEFT JOIN b USING (ma)
), p AS (SELECT *, encode(sha256(convert_to(chuoi, 'UTF8')), 'hex') AS p1 FROM dong)
SELECT donvi AS unit, ngay AS day, count(*) AS count,
  encode(sha256(convert_to(string_agg(p1 || E'\n', '' ORDER BY p1 COLLATE "C"), 'UTF8')), 'hex') AS digest,
  json_agg(json_build_object('code', ma, 'p1', p1, 'steps', so)) AS items
FROM p GROUP BY donvi, ngay ORDER BY donvi, ngay;
