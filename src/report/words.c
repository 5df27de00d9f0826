/* The words that writers and annexes add themselves, in the document's language. */
#include "report/document.h"

static const struct document_words english = {
    .contents = "Contents",
    .skip = "Skip to main content",
    .top = "Back to top",
    .section_link = "Link to this section",
    .paragraph = "Paragraph",
    .table = "Table",
    .figure_words = "This figure in words",
    .sources = "Annex: sources",
    .sources_lead = "What this review rests on.",
    .source = "Source",
    .details = "Details",
    .claims = "Annex: where the record is complete",
    .claims_lead = "Where nothing is recorded here, the review takes it that nothing happened, for the "
                   "reason given. Elsewhere more may have happened than is recorded.",
    .complete_in = "Complete in",
    .reason = "Reason",
    .waivers = "Annex: checks that were set aside",
    .waivers_lead = "The reviewers decided that these checks do not apply, for the reason given.",
    .check = "Check",
    .place = "Of what",
    .no_reason = "No reason given.",
    .open = "Annex: what could not be determined",
    .open_lead = "The record does not decide these questions. What would decide them is named.",
    .question = "It may be that",
    .needs = "To decide it",
    .glossary = "Annex: words",
    .glossary_lead = "What the words of this review mean.",
    .word = "Word",
    .meaning = "Meaning",
};

static const struct document_words welsh = {
    .contents = "Cynnwys",
    .skip = "Neidio i'r prif gynnwys",
    .top = "Yn ôl i'r brig",
    .section_link = "Dolen i'r adran hon",
    .paragraph = "Paragraff",
    .table = "Tabl",
    .figure_words = "Y ffigur hwn mewn geiriau",
    .sources = "Atodiad: ffynonellau",
    .sources_lead = "Yr hyn y mae'r adolygiad hwn yn dibynnu arno.",
    .source = "Ffynhonnell",
    .details = "Manylion",
    .claims = "Atodiad: lle mae'r cofnod yn gyflawn",
    .claims_lead = "Lle nad oes dim wedi'i gofnodi yma, mae'r adolygiad yn cymryd na ddigwyddodd dim, am y "
                   "rheswm a roddir. Mewn mannau eraill gallai mwy fod wedi digwydd nag a gofnodwyd.",
    .complete_in = "Cyflawn o ran",
    .reason = "Rheswm",
    .waivers = "Atodiad: gwiriadau a roddwyd o'r neilltu",
    .waivers_lead = "Penderfynodd yr adolygwyr nad yw'r gwiriadau hyn yn berthnasol, am y rheswm a roddir.",
    .check = "Gwiriad",
    .place = "Am beth",
    .no_reason = "Ni roddwyd rheswm.",
    .open = "Atodiad: yr hyn na ellid ei benderfynu",
    .open_lead = "Nid yw'r cofnod yn penderfynu'r cwestiynau hyn. Enwir yr hyn a fyddai'n eu penderfynu.",
    .question = "Efallai",
    .needs = "I'w benderfynu",
    .glossary = "Atodiad: geiriau",
    .glossary_lead = "Ystyr geiriau'r adolygiad hwn.",
    .word = "Gair",
    .meaning = "Ystyr",
};

const struct document_words *document_get_words(const struct document *document)
{
    struct text language = document->front.language;
    bool is_welsh = text_equal(language, TEXT("cy")) || text_starts(language, TEXT("cy-"));
    return is_welsh ? &welsh : &english;
}
