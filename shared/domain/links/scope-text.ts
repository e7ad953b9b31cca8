import type { ValueScope } from '../observation'

/** Where a variable or secret lives, in words. */
export function scopeText(scope: ValueScope): string {
  return scope.kind === 'environment' ? `environment ${scope.environment}` : scope.kind
}
