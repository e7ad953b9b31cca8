import { faultMatrix } from '../support/faults/matrix'
import { TAKING_BACK } from '../support/faults/scenarios'

faultMatrix('undo, resume and tear-down', TAKING_BACK)
