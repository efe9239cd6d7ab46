// Small files of the kinds that customers attach, made here byte by byte, and those that must be refused.

import { crc32, deflateSync } from 'node:zlib';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A picture of one colour. `text` stands in it where it can be looked for. */
export function png(width = 4, height = 3, text = '') {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x66);
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0;
  const words = text ? [chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1'))] : [];
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), ...words, chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A picture as telephones take it: boxes of these brands, without a picture in them. */
export function heic(...brands) {
  const box = (kind, ...content) => {
    const body = Buffer.concat([Buffer.from(kind), ...content]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length + 4);
    return Buffer.concat([length, body]);
  };
  const [major = 'heic', ...others] = brands;
  const version = Buffer.alloc(4);
  return Buffer.concat([box('ftyp', Buffer.from(major), version, Buffer.from(others.join(''))), box('meta', version), box('mdat', Buffer.from('data'))]);
}

/** A PDF of one empty page, with more objects where they are given. */
export function pdf(more = '') {
  return Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n` +
      `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>\nendobj\n${more}\ntrailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n`,
    'latin1',
  );
}

/** An archive with these entries, not compressed. */
export function archive(entries) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const [name, content] of entries) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(crc32(data), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    local.copy(entry, 16, 14, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, path, data);
    directory.push(entry, path);
    offset += 30 + path.length + data.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, all, end]);
}

/** A Word document with further parts. */
export function docx(more = []) {
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const types = `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`;
  return archive([['[Content_Types].xml', types], ['word/document.xml', '<w:document/>'], ...more]);
}

/** Everything that lies in the bucket of an edge, as it lies on the disk. */
export function stored(edge) {
  const files = (folder) =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : [path];
    });
  const folder = join(edge.state, 'v3', 'r2', 'baton-files', 'blobs');
  return existsSync(folder) ? files(folder).map((path) => readFileSync(path)) : [];
}
