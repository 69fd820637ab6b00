/* Ridge logistic regression with held signs.
 *
 * Newton steps on the free weights; a weight that comes out with the wrong sign is held at 0 and the fit
 * repeated, so that an explanation never says that agreement speaks against a pair. At most KHL_N_EVIDENCE
 * rounds. */
#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"

#include <math.h>
#include <string.h>

enum { M = KHL_N_EVIDENCE, MAX_STEPS = 50 };

/* What is learned from: rows [n x M]; shares [n] of a pair's weight, NULL: all count fully. */
typedef struct lessons {
    const double *rows;
    const unsigned char *labels;
    const float *shares;
    size_t n;
    double ridge;
} lessons;

/* Gradient and Hessian of the penalised log-likelihood at w. */
static void derivatives(const lessons *l, const double *w, double g[M], double h[M][M])
{
    memset(g, 0, sizeof(double[M]));
    memset(h, 0, sizeof(double[M][M]));
    for (size_t r = 0; r < l->n; r++) {
        const double *x = l->rows + r * M;
        double z = 0;
        for (unsigned e = 0; e < M; e++) z += w[e] * x[e];
        double p = 1.0 / (1.0 + exp(-z)), share = l->shares != NULL ? (double)l->shares[r] : 1;
        double v = share * p * (1.0 - p), d = share * ((l->labels[r] != 0 ? 1.0 : 0.0) - p);
        for (unsigned a = 0; a < M; a++) {
            g[a] += d * x[a];
            for (unsigned b = 0; b <= a; b++) h[a][b] += v * x[a] * x[b];
        }
    }
    for (unsigned a = 0; a < M; a++) {
        double penalty = a == KHL_EVIDENCE_BIAS ? 1e-9 : l->ridge;
        g[a] -= penalty * w[a];
        h[a][a] += penalty;
    }
}

/* Solves H step = g on the free weights by Cholesky; held ones get a unit row and a zero step. */
static bool solve(double h[M][M], const double g[M], const bool held[M], double step[M])
{
    double l[M][M] = {{0}}, y[M];
    for (unsigned a = 0; a < M; a++) {
        for (unsigned b = 0; b <= a; b++) {
            double sum = held[a] || held[b] ? (a == b ? 1.0 : 0.0) : h[a][b];
            for (unsigned k = 0; k < b; k++) sum -= l[a][k] * l[b][k];
            if (a == b && !(sum > 0)) return false; /* NaN too: the evidence was not finite */
            l[a][b] = a == b ? sqrt(sum) : sum / l[b][b];
        }
        y[a] = held[a] ? 0 : g[a];
        for (unsigned k = 0; k < a; k++) y[a] -= l[a][k] * y[k];
        y[a] /= l[a][a];
    }
    for (unsigned a = M; a-- > 0;) {
        step[a] = y[a];
        for (unsigned k = a + 1; k < M; k++) step[a] -= l[k][a] * step[k];
        step[a] /= l[a][a];
    }
    return true;
}

static bool fit(const lessons *l, const bool held[M], double w[M])
{
    double g[M], h[M][M], step[M];
    memset(w, 0, sizeof(double[M]));
    for (unsigned k = 0; k < MAX_STEPS; k++) {
        derivatives(l, w, g, h);
        if (!solve(h, g, held, step)) return false;
        double largest = 0;
        for (unsigned e = 0; e < M; e++) {
            if (!isfinite(step[e])) return false;
            largest = fmax(largest, fabs(step[e]));
        }
        double scale =
            largest > 4 ? 4 / largest : 1; /* a step this long would overshoot the logistic curve */
        for (unsigned e = 0; e < M; e++) w[e] += scale * step[e];
        if (largest < 1e-9) return true;
    }
    return true;
}

static bool hold_wrong_signs(const double w[M], bool held[M])
{
    unsigned worst = M;
    for (unsigned e = 0; e < M; e++) {
        bool wrong = khl_evidence_sign(e) != 0 && w[e] * khl_evidence_sign(e) < 0;
        if (wrong && (worst == M || fabs(w[e]) > fabs(w[worst]))) worst = e;
    }
    if (worst == M) return false;
    held[worst] = true;
    return true;
}

khl_status khl_match_train(khl_match_model *out, const double *rows, const unsigned char *labels, size_t n,
                           double ridge, khl_error *err)
{
    return khl_match_train_with(out, rows, labels, n,
                                &(khl_match_train_options){ridge, KHL_EVIDENCE_USUAL, NULL}, err);
}

khl_status khl_match_train_with(khl_match_model *out, const double *rows, const unsigned char *labels,
                                size_t n, const khl_match_train_options *options, khl_error *err)
{
    const khl_match_train_options defaults = KHL_MATCH_TRAIN_OPTIONS_INIT;
    const khl_match_train_options *o = options != NULL ? options : &defaults;
    const lessons l = {rows, labels, o->shares, n, o->ridge};
    size_t positive = 0;
    bool held[M];
    for (unsigned e = 0; e < M; e++)
        held[e] = e != KHL_EVIDENCE_BIAS && (o->evidence & KHL_EVIDENCE_BIT(e)) == 0;
    for (size_t r = 0; r < n; r++) positive += labels[r] != 0;
    if (positive == 0 || positive == n)
        return KHL_FAIL(
            err, KHL_E_ARGUMENT, "train.one_class",
            "training needs pairs of both kinds, same and different; give more proposals with gold");
    if (!(o->ridge > 0) || isinf(o->ridge))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "train.ridge", "the ridge must be a number above 0");
    do {
        if (!fit(&l, held, out->weight))
            return KHL_FAIL(
                err, KHL_E_ARGUMENT, "train.singular",
                "the training pairs do not determine the weights; give more of them or a larger ridge");
    } while (hold_wrong_signs(out->weight, held));
    return KHL_OK;
}
