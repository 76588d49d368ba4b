import type { Finding, RefusalCode, RemovedKind } from './cleaning';

/** A line of the report: what was removed. */
export function removedWords({ kind, detail }: Finding): string {
  return detail === null ? removed[kind] : `${removed[kind]} (${detail})`;
}

const removed: Readonly<Record<RemovedKind, string>> = {
  'file-name': 'File name',
  place: 'Place where it was taken (GPS)',
  camera: 'Camera make and model',
  serial: 'Serial number',
  date: 'Date and time',
  author: 'Name of the author',
  computer: 'Name of the device or computer',
  software: 'Name of the program that made it',
  settings: 'Camera settings',
  'maker-notes': 'Notes of the camera’s maker',
  preview: 'Preview picture',
  history: 'Editing history (XMP)',
  captions: 'Captions and keywords (IPTC)',
  description: 'Description or comment',
  credentials: 'Content credentials',
  pictures: 'Further pictures in the same file',
  animation: 'Movement: only the still picture is left',
  colour: 'Colour profile',
  resolution: 'Print resolution',
  trailing: 'Bytes after the end of the picture',
  unreadable: 'Hidden data that could not be read',
  other: 'Other hidden data',
};

/** What a clean file still tells, and nobody can take out of it. */
export const keptWords = {
  picture:
    'What the picture shows stays: look for faces, names, screens, reflections. Whoever has other pictures from the same camera may be able to match its grain; a screenshot of the picture makes that harder.',
  text: 'Nothing is hidden in plain text, but all that it says stays: look for names, numbers, folders and computers.',
  invisible: (count: number) =>
    count === 1
      ? 'It holds one letter that nobody sees. Such letters can tell whose copy this is: type the text anew, or leave it out.'
      : `It holds ${count.toLocaleString('en')} letters that nobody sees. Such letters can tell whose copy this is: type the text anew, or leave it out.`,
} as const;

export interface RefusalWords {
  readonly reason: string;
  readonly advice: string;
}

const screenshot = 'Open it, take a screenshot of what matters, and add that picture.';

/** Why a file was not taken, and what to do instead. */
export const refusalWords: Readonly<Record<RefusalCode, RefusalWords>> = {
  empty: { reason: 'This file is empty.', advice: 'Look whether you chose the right one.' },
  'text-too-large': {
    reason: 'This text is larger than 100 MB.',
    advice: 'Cut out the part that matters and add that.',
  },
  'picture-too-large': {
    reason: 'This picture is larger than 40 MB.',
    advice: 'Save it smaller, or take a screenshot of it, and add that.',
  },
  damaged: {
    reason: 'This picture is damaged or incomplete, so it cannot be cleaned.',
    advice: 'Save or copy it again. If you can still see it, take a screenshot and add that.',
  },
  'unusual-picture': {
    reason: 'This kind of picture cannot be cleaned here.',
    advice: 'Save it as JPEG or PNG, or take a screenshot of it, and add that.',
  },
  'not-clean': {
    reason: 'After cleaning, something hidden was still found in this picture, so it is not sent.',
    advice: 'Take a screenshot of it and add that.',
  },
  pdf: {
    reason: 'A PDF keeps its author, its history and text that nobody sees, and cannot be cleaned here.',
    advice: `${screenshot} Or copy the words into the text.`,
  },
  office: {
    reason: 'An office document keeps its authors, their changes and comments, and cannot be cleaned here.',
    advice: `${screenshot} Or copy the words into the text; save a table as CSV.`,
  },
  markup: {
    reason: 'Web pages and drawings can hold more than they show, and cannot be cleaned here.',
    advice: `${screenshot} Or copy the words into the text.`,
  },
  heic: {
    reason: 'HEIC pictures, as iPhones take them, cannot be cleaned here.',
    advice:
      'Take a screenshot of the picture and add that, or save it as JPEG. For new pictures on an iPhone: Settings, Camera, Formats, Most Compatible.',
  },
  raw: {
    reason:
      'TIFF files, layered pictures and the raw files of cameras hold much besides the picture and cannot be cleaned here.',
    advice: 'Save it as JPEG or PNG, or take a screenshot of it, and add that.',
  },
  film: {
    reason: 'Films cannot be cleaned here: they hold places, times and devices, and voices.',
    advice: 'Take screenshots of the moments that matter, and describe what is said in the text.',
  },
  sound: {
    reason: 'Recordings cannot be cleaned here: they hold times and devices, and voices are known by their sound.',
    advice: 'Write down in the text what is said.',
  },
  archive: {
    reason: 'Archives keep the names and times of files, and cannot be cleaned here.',
    advice: 'Unpack it and add the pictures and texts one by one.',
  },
  program: { reason: 'Programs are not taken.', advice: 'Describe in the text what it does, or add screenshots.' },
  'text-encoding': {
    reason: 'This text is not stored as UTF-8, so it cannot be checked.',
    advice: 'Open it in an editor and save it with the encoding UTF-8, or copy the words into the text.',
  },
  'unreadable-file': {
    reason: 'This file could not be read from your device.',
    advice: 'Look whether it is still there, and choose it again.',
  },
  unknown: {
    reason: 'This kind of file is not known here, so it cannot be cleaned.',
    advice: `JPEG, PNG, WebP and GIF pictures and plain text can. ${screenshot}`,
  },
};
