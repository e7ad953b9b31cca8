/** The one IPC channel from the page to the main process. */
export const TO_MAIN = 'rolecall:to-main'
/** The one IPC channel back. */
export const TO_PAGE = 'rolecall:to-page'
