import { fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { TreeNode } from '~/crypto/semaphore/tree';

/** Nodes of one level of a tree, 36 bytes each: place as u32, then the value, both most significant byte first. */
export interface PackedLevel {
  readonly level: number;
  readonly bytes: Uint8Array;
}

const recordBytes = 36;

/** A node with its value as 32 bytes, most significant byte first. */
export interface PackableNode {
  readonly index: number;
  readonly value: Uint8Array;
}

/** Nodes in the form in which they travel between database and thread, in the order given within each level. */
export function packNodes(nodes: Iterable<TreeNode>): PackedLevel[] {
  const levels = new Map<number, PackableNode[]>();
  for (const { level, index, value } of nodes) {
    const node = { index, value: toBytes32(value) };
    const list = levels.get(level);
    if (list) list.push(node);
    else levels.set(level, [node]);
  }
  return [...levels].map(([level, list]) => packLevel(level, list));
}

/** The same for nodes of one level. Values are NOT checked: `unpackNodes` does. */
export function packLevel(level: number, nodes: readonly PackableNode[]): PackedLevel {
  const bytes = new Uint8Array(nodes.length * recordBytes);
  const view = new DataView(bytes.buffer);
  nodes.forEach(({ index, value }, row) => {
    view.setUint32(row * recordBytes, index, false);
    bytes.set(value, row * recordBytes + 4);
  });
  return { level, bytes };
}

/** Reads what `packNodes` (or the database) wrote. Values are checked to be field elements, hashes are not. */
export function* unpackNodes(levels: Iterable<PackedLevel>): Generator<TreeNode> {
  for (const { level, bytes } of levels) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset < bytes.length; offset += recordBytes) {
      yield {
        level,
        index: view.getUint32(offset, false),
        value: fromBytes32(bytes.subarray(offset + 4, offset + recordBytes)),
      };
    }
  }
}

/** The places and the values of a level apart: what one statement writes. */
export function columnsOf({ bytes }: PackedLevel): { positions: number[]; hashes: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = bytes.length / recordBytes;
  const hashes = new Uint8Array(rows * 32);
  const positions = Array.from({ length: rows }, (_, row) => {
    hashes.set(bytes.subarray(row * recordBytes + 4, (row + 1) * recordBytes), row * 32);
    return view.getUint32(row * recordBytes, false);
  });
  return { positions, hashes };
}
