import { ExpectedFailure, failure } from '../../../../shared/domain/failure'
import { type ActionOf, NOTHING, type StepDriver } from './driver'

/** Accepts the public offer for a model. Others of the account may call it from then on, so it is not taken back. */
export const acceptAgreement: StepDriver<ActionOf<'accept-agreement'>> = {
  async standing({ account, region, model }, reach) {
    const state = await reach.aws(account).agreement(region, model)
    return state === 'AVAILABLE' || state === 'PENDING' ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run({ account, region, model }, reach) {
    await reach.aws(account).acceptAgreement(region, model)
    return NOTHING
  },
  async takeBack() {
    throw new ExpectedFailure(
      failure('invalid', 'An agreement that was accepted stays: others of the account may rely on it.', {
        kind: 'correct-input',
        field: null,
      }),
    )
  },
}

/** Submits Anthropic's first-time-use form; AWS has no way to take it back (field-notes §3). */
export const submitUseCaseForm: StepDriver<ActionOf<'submit-use-case-form'>> = {
  async standing(action, reach) {
    const state = await reach.aws(action.account).useCaseForm()
    return state === 'submitted' ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run(action, reach) {
    await reach.aws(action.account).submitUseCaseForm(action.form)
    return NOTHING
  },
  async takeBack() {
    throw new ExpectedFailure(
      failure('invalid', 'A submitted first-time-use form cannot be taken back: AWS offers no call for it.', {
        kind: 'correct-input',
        field: null,
      }),
    )
  },
}
