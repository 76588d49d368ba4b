import { fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { TreeNode } from '~/crypto/semaphore/tree';

/** Nodes of one level of a tree, 36 bytes each: place as u32, then the value, both most significant byte first. */
export interface PackedLevel {
  readonly level: number;
  readonly bytes: Uint8Array;
}

const recordBytes = 36;

/** Nodes in the form in which they travel between database and thread, in the order given within each level. */
export function packNodes(nodes: Iterable<TreeNode>): PackedLevel[] {
  const levels = new Map<number, TreeNode[]>();
  for (const node of nodes) {
    const level = levels.get(node.level);
    if (level) level.push(node);
    else levels.set(node.level, [node]);
  }
  return [...levels].map(([level, list]) => packLevel(level, list));
}

/** The same for nodes of one level. @throws FieldError for a value over 256 bits */
export function packLevel(level: number, nodes: readonly { index: number; value: bigint }[]): PackedLevel {
  const bytes = new Uint8Array(nodes.length * recordBytes);
  const view = new DataView(bytes.buffer);
  nodes.forEach(({ index, value }, row) => {
    view.setUint32(row * recordBytes, index, false);
    bytes.set(toBytes32(value), row * recordBytes + 4);
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
