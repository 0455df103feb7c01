import type { DemoAccount, DemoOrganisation, DemoPortal } from './portal-data.ts'
import { officeHours } from './portal-data.ts'
import { youforceEntries } from './youforce-entries.ts'

/** The manual's table of numbers: each organisation its own, one mailbox and one menu for all. */
const numbers = {
  Zwolle: '088-102 7120',
  Kampen: '088-102 7130',
  Overijssel: '088-102 7190',
  Dalfsen: '088-102 7140',
  Westerveld: '088-102 7150',
  Zwartewaterland: '088-102 7160',
  Ommen: '088-102 7180',
  Ons: '088-102 7170',
} as const

const organisations = Object.entries(numbers).map(
  ([name, phone]): DemoOrganisation => ({
    name,
    kind: 'employer',
    mailDomains: [`${name.toLowerCase()}.example`, 'werk.example'],
    serviceDesk: {
      name: 'HR Servicedesk',
      mail: 'hrservicedesk@ssc-ons.nl',
      phone,
      menuHint: { nl: 'optie 2. HR-Servicedesk', en: 'option 2. HR-Servicedesk' },
      hours: officeHours,
    },
  }),
)

const hr = Object.keys(numbers).map((organisation): DemoAccount => {
  const local = `hr.${organisation.toLowerCase()}`
  return {
    name: `HR ${organisation}`,
    identifier: `${local}@onyouforce.com`,
    email: `${local}@werk.example`,
    role: 'HR',
    secondStep: 'app',
    organisation,
  }
})

/** People with a user name issued by the portal and an app for the second step, in service now and one day leaving. */
export const mijnYouforce: DemoPortal = {
  slug: 'mijn-youforce',
  name: 'Mijn Youforce',
  about: 'Manual 000: user names that end with @onyouforce.com, eight employers with a phone number each',
  languages: ['nl'],
  form: 'je',
  identifier: 'username',
  usernameSuffix: '@onyouforce.com',
  mailFrom: 'noreply@mijn-youforce.example',
  smsFrom: 'Youforce',
  policy: {
    activation: { leadDays: 14, validDays: 14, reminderDays: [3, 7, 12] },
    signIn: { entries: youforceEntries },
    // An app and nothing else, for everybody and at once; the label is the one above the code in the app (S000-083).
    factors: { methods: ['app'], obligatoryFor: 'everyone', graceDays: 0, issuer: 'Visma | Raet' },
  },
  organisations,
  accounts: [
    ...hr,
    {
      name: 'Petra Servicedesk',
      identifier: 'servicedesk@onyouforce.com',
      email: 'petra.servicedesk@werk.example',
      role: 'SERVICE_DESK',
      secondStep: 'app',
      organisation: null,
    },
    {
      name: 'Jan Jansen',
      identifier: 'jjansen@onyouforce.com',
      email: 'j.jansen@zwolle.example',
      mobile: '+31612345601',
      dateOfBirth: '1979-05-14',
      role: 'EMPLOYEE',
      secondStep: 'app',
      organisation: 'Zwolle',
    },
    {
      name: 'Fatima El Amrani',
      identifier: 'felamrani@onyouforce.com',
      email: 'f.elamrani@kampen.example',
      mobile: '+31612345602',
      dateOfBirth: '1988-11-02',
      role: 'EMPLOYEE',
      secondStep: 'app',
      organisation: 'Kampen',
    },
    {
      name: 'Henk Brouwer',
      identifier: 'hbrouwer@onyouforce.com',
      email: 'h.brouwer@dalfsen.example',
      mobile: '+31612345605',
      dateOfBirth: '1967-08-30',
      role: 'EMPLOYEE',
      secondStep: 'app',
      organisation: 'Dalfsen',
    },
    // Both with the employer's mail and an app on its phone, as most people have when they leave.
    {
      name: 'Karin Smit',
      identifier: 'ksmit@onyouforce.com',
      email: 'k.smit@zwolle.example',
      mobile: '+31612345606',
      dateOfBirth: '1984-09-23',
      role: 'EMPLOYEE',
      secondStep: 'app',
      organisation: 'Zwolle',
      leaves: { saidDaysAgo: 3, lastDayInDays: 12 },
    },
    {
      name: 'Willem Dekker',
      identifier: 'wdekker@onyouforce.com',
      email: 'w.dekker@zwolle.example',
      mobile: '+31612345607',
      dateOfBirth: '1961-03-30',
      role: 'EMPLOYEE',
      secondStep: 'app',
      organisation: 'Zwolle',
      leaves: { saidDaysAgo: 60, lastDayInDays: -40 },
    },
  ],
  withDocuments: true,
  invitations: [
    {
      reference: 'demo-1',
      organisation: 'Zwolle',
      daysAgo: 0,
      name: 'Sanne de Vries',
      username: 'sdevries',
      email: 'sanne@prive.example',
      mobile: '+31612345603',
      dateOfBirth: '1996-02-29',
    },
    {
      reference: 'demo-2',
      organisation: 'Zwolle',
      daysAgo: 1,
      name: 'Ruben Bakker',
      username: 'rbakker',
      email: 'ruben@prive.example',
      mobile: '+31612345604',
      dateOfBirth: '2001-07-19',
      startsInDays: 30,
    },
    {
      reference: 'demo-3',
      organisation: 'Ommen',
      daysAgo: 4,
      name: 'Willemijn van der Meer',
      username: 'wvandermeer',
      email: 'willemijn@prive.example',
      dateOfBirth: '1970-12-31',
    },
  ],
}
