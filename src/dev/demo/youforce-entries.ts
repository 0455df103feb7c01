/** What the manual's start page shows, in its words (S000-046…056). Its example sites stand in for the real ones. */

const staff = { nl: 'Youforce medewerkers en managers', en: 'Youforce employees and managers' }
const hr = { nl: 'Youforce HR-Professionals', en: 'Youforce HR professionals' }
const youforce = { nl: 'Inloggen Youforce', en: 'Sign in to Youforce' }

// The heading of each block on the choice screen (S000-051), and its explanation (S000-053, S000-055).
const withAccount = {
  way: 'account',
  label: youforce,
  explanation: {
    nl: 'Inloggen met je Youforce account. Toelichting: Log jij in met een Youforce-account, oftewel met een gebruikersnaam en wachtwoord uitgegeven via Youforce, dan kies je deze methode.',
    en: 'Sign in with your Youforce account. If you sign in with a Youforce account, that is with a user name and password issued by Youforce, choose this one.',
  },
}
const throughOrganisation = {
  way: 'organisation',
  label: youforce,
  explanation: {
    nl: 'Inloggen via je organisatie. Toelichting: Log jij in met je bedrijfs inlog dan kies jij deze methode. Wij zullen je mailadres vragen om doorgelinkt te worden naar de juiste bedrijfs inlog.',
    en: 'Sign in through your organisation. If you sign in with your company’s account, choose this one. We ask for your mail address to lead you to the right company.',
  },
}

const visma = 'Visma.net HRM & Payroll'

export const youforceEntries = [
  { audience: staff, ...withAccount },
  { audience: staff, ...throughOrganisation },
  {
    audience: staff,
    label: { nl: 'Inloggen Youforce met Home', en: 'Sign in to Youforce with Home' },
    way: 'elsewhere',
    url: 'https://home.youforce.example/',
  },
  { audience: hr, ...withAccount },
  { audience: hr, ...throughOrganisation },
  {
    audience: hr,
    label: { nl: 'Inloggen Youforce Certificaat', en: 'Sign in to Youforce with a certificate' },
    way: 'elsewhere',
    url: 'https://certificaat.youforce.example/',
  },
  {
    audience: hr,
    label: { nl: 'Mijn Visma Raet', en: 'My Visma Raet' },
    way: 'elsewhere',
    url: 'https://mijn.visma-raet.example/',
  },
  {
    audience: { nl: visma, en: visma },
    label: { nl: visma, en: visma },
    way: 'elsewhere',
    url: 'https://visma-net.example/',
  },
]
