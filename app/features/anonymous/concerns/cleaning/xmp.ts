import type { Findings, RemovedKind } from './cleaning';

/** What names in XMP speak of, told by their being there: the text is attacker-controlled and never parsed. */
const speaking: readonly (readonly [RemovedKind, readonly string[]])[] = [
  ['place', ['GPSL', 'GPSPosition', 'photoshop:City', 'Iptc4xmpCore:Location', 'LocationCreated']],
  ['author', ['dc:creator', 'dc:rights', 'photoshop:AuthorsPosition', 'aux:OwnerName', 'CameraOwnerName']],
  ['camera', ['tiff:Make', 'tiff:Model', 'aux:Lens']],
  ['serial', ['SerialNumber', 'DocumentID', 'InstanceID']],
  ['date', ['CreateDate', 'ModifyDate', 'DateCreated', 'DateTimeOriginal', 'MetadataDate']],
  ['software', ['CreatorTool', 'softwareAgent']],
  ['description', ['dc:title', 'dc:description', 'dc:subject']],
  ['preview', ['xmpGImg:image', 'xmp:Thumbnails']],
];

/** No more of it is looked through: what lies further on is removed all the same. */
const mostRead = 1_000_000;

/** Names what an XMP packet holds. */
export function nameXmp(packet: Uint8Array, findings: Findings): void {
  findings.add('history');
  const text = new TextDecoder('latin1').decode(packet.subarray(0, mostRead));
  for (const [kind, names] of speaking) if (names.some((name) => text.includes(name))) findings.add(kind);
}
