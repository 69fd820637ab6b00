/* Khulasa: condensing civic proposals, Arabic first. Five calls lead from a file to a shortlist:
 *
 *   khl_models *models;       khl_models_open(&models, "share/khulasa/khulasa.models", &err);
 *   khl_corpus *corpus;       khl_corpus_create(&corpus, &err);
 *                             khl_corpus_read(corpus, "proposals.csv", NULL, &err);
 *   khl_shortlist *shortlist; khl_condense(&shortlist, corpus, models, NULL, &err);
 *                             khl_export(shortlist, "json", NULL, &bytes, &n_bytes, &err);
 *
 * Every call returns a khl_status; err (which may be NULL) says in one line what went wrong and where. Then,
 * in any order: khl_shortlist_destroy, khl_corpus_destroy, khl_models_destroy (last), free(bytes). See
 * tests/install/embed.c for the same as a running program. */
#ifndef KHULASA_H
#define KHULASA_H

#include <khulasa/accept.h>
#include <khulasa/base.h>
#include <khulasa/classify.h>
#include <khulasa/cluster.h>
#include <khulasa/compare.h>
#include <khulasa/condense.h>
#include <khulasa/corpus.h>
#include <khulasa/decisions.h>
#include <khulasa/evaluate.h>
#include <khulasa/export.h>
#include <khulasa/fleet.h>
#include <khulasa/index.h>
#include <khulasa/match.h>
#include <khulasa/models.h>
#include <khulasa/previous.h>
#include <khulasa/search.h>
#include <khulasa/shortlist.h>
#include <khulasa/similar.h>
#include <khulasa/text.h>
#include <khulasa/train.h>
#include <khulasa/vector.h>
#include <khulasa/why.h>

#endif
