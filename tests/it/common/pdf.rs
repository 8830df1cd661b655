//! Small PDFs, made by hand.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::{Compression, FlushCompress, Status};

/// A PDF of these objects, the first its catalog, numbered from 1.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{} 0 obj", i + 1).unwrap();
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.into_bytes());
    let size = objects.len() + 1;
    write!(out, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n").unwrap();
    out
}

fn objects(stream: &[u8]) -> Vec<Vec<u8>> {
    [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Title (Report of the board) >>",
    ]
    .into_iter()
    .map(|object| if object.is_empty() { stream.to_vec() } else { object.as_bytes().to_vec() })
    .collect()
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {dictionary} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// One page with these lines; a tab begins the next column.
pub fn page(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 11 Tf\n".to_owned();
    for (i, line) in lines.iter().enumerate() {
        for (column, text) in line.split('\t').enumerate() {
            let (x, y) = (72 + 150 * column, 720 - 14 * i);
            writeln!(content, "1 0 0 1 {x} {y} Tm ({}) Tj", text.replace('(', "\\(").replace(')', "\\)"))
                .unwrap();
        }
    }
    content.push_str("ET");
    file(&objects(&stream("", content.as_bytes())), "/Info 6 0 R")
}

/// One that asks for a password.
pub fn encrypted() -> Vec<u8> {
    let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let trailer = format!(
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00112233> <00112233>]"
    );
    file(&objects(&stream("", b"BT /F1 11 Tf (secret) Tj ET")), &trailer)
}

/// A few hundred kilobytes whose page unpacks to a gigabyte.
pub fn bomb() -> Vec<u8> {
    const BLOCK: usize = 1 << 20;
    const BLOCKS: usize = 1 << 10;
    // A block that is flushed stands for itself, so it can be repeated.
    let mut packer = flate2::Compress::new(Compression::best(), false);
    let blank = vec![b' '; BLOCK];
    let mut block = Vec::with_capacity(BLOCK);
    let status = packer.compress_vec(&blank, &mut block, FlushCompress::Full).unwrap();
    assert_eq!((status, packer.total_in()), (Status::Ok, BLOCK as u64));
    let mut data = vec![0x78, 0xda];
    (0..BLOCKS).for_each(|_| data.extend(&block));
    data.extend([0x03, 0x00]);
    // The checksum of that many blanks.
    let (mut a, mut b) = (1_u64, 0_u64);
    for _ in 0..BLOCK * BLOCKS {
        a = (a + 32) % 65_521;
        b = (b + a) % 65_521;
    }
    data.extend(u32::try_from(b << 16 | a).unwrap().to_be_bytes());
    file(&objects(&stream("/Filter /FlateDecode", &data)), "")
}
