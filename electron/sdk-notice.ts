/**
 * On Node 20 the AWS SDK tells every user, in six lines on stderr, what only whoever packages Rolecall can change.
 * Must run before the first client is made.
 */
export function silenceSdkNotice(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
}
