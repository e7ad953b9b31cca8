import { z } from 'zod'

/** One offer of AWS Marketplace for a model, as `ListFoundationModelAgreementOffers` tells it. */
export const AgreementOffer = z.object({
  id: z.string().nullable(),
  /** The legal terms; null where AWS names none. */
  legalUrl: z.url().nullable(),
  refundPolicy: z.string().nullable(),
  /** ISO 8601 duration such as `P1Y`; null where the agreement has no end. */
  duration: z.string().nullable(),
  prices: z.array(
    z.object({
      dimension: z.string(),
      price: z.string(),
      unit: z.string().nullable(),
      description: z.string().nullable(),
    }),
  ),
})
export type AgreementOffer = z.infer<typeof AgreementOffer>
