#ifndef ENGINE_FINDINGS_H
#define ENGINE_FINDINGS_H

#include "engine/engine.h"
#include "rules/interp.h"

/* Keeps of findings that say the same of the same thing only the first. */
void findings_drop_repeated(struct findings *findings, struct arena *arena);

/* What outputs call an instance: what is recorded by its name, a conclusion by what it says. */
struct text finding_id(struct session *session, const struct instance *instance);

/* Tells one. */
void finding_tell(struct session *session, const struct finding *finding, struct eval_sink *sink);

#endif
