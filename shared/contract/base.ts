import { oc } from '@orpc/contract'
import { Failure } from '../domain/failure'

/** Every procedure may fail as expected: the data is a sentence with a recovery. An undefined error is a bug. */
export const procedure = oc.errors({ EXPECTED: { status: 422, data: Failure } })
