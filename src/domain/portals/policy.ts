import { z } from 'zod'
import { factorKinds } from '../accounts/factor.ts'
import { proofingChecks } from '../accounts/proofing.ts'
import { isLocalDate } from '../time.ts'

const days = z.int().min(1).max(366)

/** No code by SMS or mail lives longer (ASVS 6.5.5). */
const longestCodeMinutes = 10

const activation = z
  .object({
    /** Invitations go out this many days before the first working day; null: as soon as HR asks. */
    leadDays: z.int().min(0).max(366).nullable().default(null),
    /** On which local calendar days after the invitation a reminder goes out, at reminderHour. */
    reminderDays: z.array(days).max(10).default([3, 6]),
    reminderHour: z.int().min(0).max(23).default(9),
    /** The link works through the whole of this many calendar days after the day of the invitation. */
    validDays: days.default(7),
    /** Whether a PIN by SMS proves the mobile number on file (S002-020). */
    pin: z.enum(['sms', 'none']).default('sms'),
    pinMinutes: z.int().min(2).max(longestCodeMinutes).default(longestCodeMinutes),
    pinAttempts: z.int().min(3).max(10).default(5),
    /** How many PINs one number may be sent within an hour. */
    pinsPerHour: z.int().min(1).max(20).default(5),
    /** How many PINs one plan of an invitation is worth: whoever found a link must not guess on for days. */
    pinsPerPlan: z.int().min(3).max(100).default(15),
  })
  .refine((policy) => policy.reminderDays.every((day) => day <= policy.validDays), {
    message: 'a reminder falls after the link has expired',
    path: ['reminderDays'],
  })

const password = z.object({
  minLength: z.int().min(8).max(64).default(12),
  /** Opt-in: the standards advise against composition rules, some portals still promise them (S002-024). */
  composition: z.array(z.enum(['lower', 'upper', 'digit', 'punctuation'])).default([]),
})

const session = z.object({
  idleMinutes: z.int().min(5).max(1440).default(30),
  absoluteHours: z.int().min(1).max(168).default(12),
  /** How long a fresh proof is good for changing passwords, factors and addresses. */
  stepUpMinutes: z.int().min(1).max(60).default(10),
})

const inBoth = z.object({ nl: z.string().min(1).max(500), en: z.string().min(1).max(500) })

/** A way in, as the start page shows it (S000-046…056): for whom, and where it leads. */
const entry = z
  .object({
    audience: inBoth,
    label: inBoth,
    explanation: inBoth.nullable().default(null),
    /** account: with a name and password of this portal; organisation: through the employer; elsewhere: another site. */
    way: z.enum(['account', 'organisation', 'elsewhere']),
    url: z
      .url({ protocol: /^https$/ })
      .nullable()
      .default(null),
  })
  .refine(({ way, url }) => (way === 'elsewhere') === (url !== null), {
    message: 'an address is given for a way elsewhere, and only for that',
    path: ['url'],
  })

const ownAccount = {
  audience: { nl: 'Iedereen', en: 'Everybody' },
  label: { nl: 'Inloggen', en: 'Sign in' },
  explanation: null,
  way: 'account',
  url: null,
} as const

const signIn = z.object({
  /** How long somebody may take between the password and the last step. */
  flowMinutes: z.int().min(5).max(60).default(15),
  entries: z.array(entry).min(1).max(20).default([ownAccount]),
  /** Shown beside the fields, such as "authorised users only" (S003-012). */
  notice: inBoth.nullable().default(null),
  /** After so many wrong tries at one name from one network a robot check is asked; null: never. */
  robotCheckAfter: z.int().min(0).max(50).nullable().default(null),
  /** How long a browser somebody signed in with is known: it is not slowed down by others. */
  knownDeviceDays: z.int().min(1).max(400).default(180),
})

const factors = z
  .object({
    /** What may be set up, in the order in which it is offered (S003-032). */
    methods: z
      .array(z.enum(factorKinds))
      .min(1)
      .refine((kinds) => new Set(kinds).size === kinds.length, { message: 'a method is named twice' })
      // The weakest of them, because a number can be taken over (ASVS 6.6.1).
      .refine((kinds) => kinds.some((kind) => kind !== 'sms'), { message: 'SMS is offered beside another method only' })
      .default([...factorKinds]),
    /** one: the person chooses one (S001-031); each: one after the other, each may be skipped, one must stay (S003-015). */
    offer: z.enum(['one', 'each']).default('one'),
    /** elevated: for whoever reaches other people's data. */
    obligatoryFor: z.enum(['everyone', 'elevated', 'nobody']).default('elevated'),
    /** From which local day on; null: always. */
    obligatoryFrom: z.string().refine(isLocalDate, { message: 'not a date' }).nullable().default(null),
    /** How many days somebody may put it off from when it is first asked; 0: at that very sign-in. */
    graceDays: z.int().min(0).max(90).default(14),
    reminderDays: z.array(days).max(10).default([3, 10]),
    reminderHour: z.int().min(0).max(23).default(9),
    /** What the app shows above the code (S000-083); null: the portal's name. */
    issuer: z.string().min(1).max(60).nullable().default(null),
    /** Whether the number is proven by SMS before an app is set up (S002-035). */
    numberBeforeApp: z.boolean().default(false),
    /** How many steps of thirty seconds a clock may be off. */
    appWindow: z.int().min(0).max(1).default(1),
    /** As of a PIN. */
    codeMinutes: z.int().min(2).max(longestCodeMinutes).default(longestCodeMinutes),
    codeAttempts: z.int().min(3).max(10).default(5),
    /** How many codes one number or mailbox may be sent within an hour. */
    codesPerHour: z.int().min(1).max(20).default(5),
    /** For how many days the second step may be left out on a device of one's own (S002-044); 0: never. */
    rememberDays: z.int().min(0).max(30).default(0),
    backupCodes: z.int().min(1).max(20).default(10),
    /** From how few backup codes on the person is warned. */
    backupCodesLowAt: z.int().min(0).max(10).default(3),
    /** Whether a backup code may be had by SMS (S003-034). */
    backupCodeBySms: z.boolean().default(false),
  })
  .refine(({ reminderDays, graceDays }) => graceDays === 0 || reminderDays.every((day) => day <= graceDays), {
    message: 'a reminder falls after the deadline',
    path: ['reminderDays'],
  })

const recovery = z.object({
  /** What is asked for a new password: the identifier, or mail address and date of birth (S001-018). */
  password: z.enum(['identifier', 'birthDate']).default('identifier'),
  linkMinutes: z.int().min(10).max(120).default(45),
  /** Whether a robot check is asked for it (S001-022). */
  robotCheck: z.boolean().default(false),
  /** Opt-in: the standards forbid it as a proof, so it only guards the mail (S003-043…055). */
  securityQuestion: z.boolean().default(false),
  /** How many reset links one account is sent within an hour. */
  linksPerHour: z.int().min(1).max(10).default(3),
  /** What the service desk has to check before it starts a recovery. */
  checks: z.array(z.enum(proofingChecks)).min(1).default(['CALLED_BACK', 'EMPLOYMENT_DETAILS']),
  /** Within so many days a second person approves. */
  approvalDays: z.int().min(1).max(14).default(2),
  /** How long the person can object after the approval, before the code goes out. */
  waitingHours: z.int().min(0).max(168).default(24),
  /** How long the code works. */
  codeHours: z.int().min(1).max(168).default(24),
})

const offboarding = z.object({
  /** Which day's year decides when access ends (domain: the last day of employment, or the first day out). */
  yearOf: z.enum(['LAST_DAY', 'FIRST_DAY_OUT']).default('LAST_DAY'),
  /** On which calendar days before the last day the leaver is reminded of what is still to do. */
  reminderDays: z.array(days).max(10).default([14, 7, 2]),
  reminderHour: z.int().min(0).max(23).default(9),
  /** How many days before the last day HR hears of what still locks the leaver out. */
  warnDays: z.int().min(0).max(90).default(3),
  /** On which calendar days before the end of all access the leaver is reminded to take everything along. */
  closingReminderDays: z.array(days).max(10).default([30, 7]),
  /** A list of leavers halts when more than so many percent of what was handled was refused, */
  brakePercent: z.int().min(0).max(100).default(10),
  /** and at least so many. */
  brakeAtLeast: z.int().min(1).max(10_000).default(10),
})

const documents = z.object({
  /** No upload is larger than this many mebibytes. */
  mostMebibytes: z.int().min(1).max(100).default(10),
  /** How many files one person may upload within a day. */
  uploadsPerDay: z.int().min(1).max(1000).default(50),
  /** How long after its last item a batch that nobody closed closes by itself. */
  batchCloseHours: z.int().min(1).max(168).default(24),
  /** On which local calendar days after people were told those are reminded who opened nothing, at reminderHour. */
  reminderDays: z.array(days).max(10).default([]),
  reminderHour: z.int().min(0).max(23).default(9),
})

const retention = z.object({
  /** For how many whole years payslips, annual statements and figures are kept after their last use; the tax office asks 7. */
  payrollYears: z.int().min(7).max(50).default(7),
  /** As of the other documents, and of what became of each item of a list or batch. */
  personnelYears: z.int().min(1).max(50).default(2),
})

const schema = z.object({
  activation: activation.prefault({}),
  password: password.prefault({}),
  session: session.prefault({}),
  signIn: signIn.prefault({}),
  factors: factors.prefault({}),
  recovery: recovery.prefault({}),
  offboarding: offboarding.prefault({}),
  documents: documents.prefault({}),
  retention: retention.prefault({}),
})

/** What a portal decided about its journeys. Every part has a safe default, so an empty document is a good policy. */
export type Policy = z.infer<typeof schema>

export type PolicyProblem = { readonly path: string; readonly message: string }

export function parsePolicy(document: unknown): Policy | readonly PolicyProblem[] {
  const parsed = schema.safeParse(document)
  return parsed.success ? parsed.data : problemsOf(parsed.error)
}

function problemsOf({ issues }: z.ZodError): readonly PolicyProblem[] {
  return issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

type Part = Policy['offboarding']

/** How leaving would go under another policy: what is given, in the place of what holds now. */
export function parseLeavingPolicy(
  given: { readonly [name in keyof Part]?: unknown },
  present: Part,
): Part | readonly PolicyProblem[] {
  const told = Object.entries(given).filter(([, value]) => (value ?? null) !== null)
  const parsed = offboarding.safeParse({ ...present, ...Object.fromEntries(told) })
  return parsed.success ? parsed.data : problemsOf(parsed.error)
}

/**
 * What was stored before a part was invented gets that part's default, and what was stored under wider bounds the present
 * ones: an upgrade must not close a portal, nor stop a journey that began with an older version.
 */
export function completePolicy(stored: Partial<Policy>): Policy {
  const { pinMinutes = longestCodeMinutes } = stored.activation ?? {}
  const activation = { ...stored.activation, pinMinutes: Math.min(pinMinutes, longestCodeMinutes) }
  return schema.parse({ ...stored, activation })
}

export const defaultPolicy: Policy = schema.parse({})
