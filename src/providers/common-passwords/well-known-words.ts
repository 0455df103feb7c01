/** Dutch and English words that guessers begin with, most of all those of the season, the club and the place of work. */
export const wellKnownWords: readonly string[] = `
aanmelden access account admin administrator adobe ajax alkmaar almere amerika amersfoort amsterdam angel apeldoorn apple april
arnhem asdf august augustus azerty baby bedrijf beheer beheerder bloem boeren breda bureau business chocolate company computer
cookie december den denhaag deventer dinsdag donderdag dordrecht dragon drempel dutch eindhoven employee enschede feyenoord
february februari flower football fortuna freedom friday geheim geheime google groningen haag haarlem hallo hello herfst
heerenveen holland hond iloveyou inlog inloggen internet ireland januari january jesus juli july juni june kantoor karnemelk
kat koffie koning lente letmein liefde login london loon loonstrook maandag maart madrid master mei mijn monday money monkey
mother mustang najaar nederland newyork ninja nijmegen november october oktober oranje ou password paswoord personeel pokemon
princess prinses psv qazwsx qwer qwerty qwertz rotterdam salaris saturday schatje school secret sept september shadow
soccer spring star starwars sterren summer sunday sunshine superman supervisor sweet test tester testen thuis thursday
tilburg toegang trustno tuesday twente uitzendbureau unlock user utrecht vakantie venlo voetbal voorjaar vriend vrijdag
wachtwoord wageningen wednesday weekend welcome welkom werk werken werknemer winter woensdag worker world zaterdag zomer zon
zondag zonnebloem zwolle`
  .trim()
  .split(/\s+/)
