/** Electron's `dialog` without a screen: an error box is a line on stderr. */
export const dialog = {
  showErrorBox: (title, content) => console.error(`${title}: ${content}`),
}
