/** Hands a file to the browser to save. What it holds leaves the encrypted world with it. */
export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of it by the next turn of its loop.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 0);
}
