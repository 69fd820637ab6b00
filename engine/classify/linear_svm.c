/* Dual coordinate descent for the squared-hinge linear SVM (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008: A
 * dual coordinate descent method for large-scale linear SVM, algorithm 1), with a bias as a column of ones
 * and rows visited in an order drawn anew each round from a fixed seed.
 *
 * Cost: a round is linear in the entries; some tens of rounds. */
#include "linear.h"

#include <math.h>

enum { MAX_ROUNDS = 200 };
static const double TOLERANCE = 1e-3;

static double row_dot(const double *w, const khl_csr *rows, uint32_t i, const float *scale)
{
    double sum = 0;
    for (uint64_t e = rows->row_ptr[i]; e < rows->row_ptr[i + 1]; e++)
        sum += w[rows->col[e]] * (double)(rows->val[e] * scale[rows->col[e]]);
    return sum;
}

static void row_add(double *w, const khl_csr *rows, uint32_t i, const float *scale, double factor)
{
    for (uint64_t e = rows->row_ptr[i]; e < rows->row_ptr[i + 1]; e++)
        w[rows->col[e]] += factor * (double)(rows->val[e] * scale[rows->col[e]]);
}

static double row_square(const khl_csr *rows, uint32_t i, const float *scale)
{
    double sum = 0;
    for (uint64_t e = rows->row_ptr[i]; e < rows->row_ptr[i + 1]; e++) {
        double v = (double)(rows->val[e] * scale[rows->col[e]]);
        sum += v * v;
    }
    return sum;
}

/* xorshift64*, Fisher and Yates. */
static void shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = n; i > 1; i--) {
        *seed ^= *seed >> 12;
        *seed ^= *seed << 25;
        *seed ^= *seed >> 27;
        uint32_t j = (uint32_t)((*seed * 0x2545F4914F6CDD1DU >> 33) % i), x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}

double khl_svm_fit(double *w, const khl_csr *rows, const signed char *labels, const float *scale, double cost,
                   double *alpha, uint32_t *order)
{
    const double diagonal = 0.5 / cost;
    double bias = 0, spread = INFINITY;
    uint64_t seed = 0x9E3779B97F4A7C15U;
    double *square = alpha + rows->n_rows;
    for (uint32_t c = 0; c < rows->n_cols; c++) w[c] = 0;
    for (uint32_t i = 0; i < rows->n_rows; i++) {
        alpha[i] = 0;
        order[i] = i;
        square[i] = row_square(rows, i, scale) + 1 + diagonal;
    }
    for (unsigned round = 0; round < MAX_ROUNDS && spread > TOLERANCE; round++) {
        double most = -INFINITY, least = INFINITY;
        shuffle(order, rows->n_rows, &seed);
        for (uint32_t k = 0; k < rows->n_rows; k++) {
            uint32_t i = order[k];
            double y = labels[i],
                   gradient = y * (row_dot(w, rows, i, scale) + bias) - 1 + diagonal * alpha[i];
            double projected = alpha[i] > 0 || gradient < 0 ? gradient : 0;
            most = fmax(most, projected);
            least = fmin(least, projected);
            if (fabs(projected) < 1e-12) continue;
            double before = alpha[i];
            alpha[i] = fmax(before - gradient / square[i], 0);
            row_add(w, rows, i, scale, (alpha[i] - before) * y);
            bias += (alpha[i] - before) * y;
        }
        spread = rows->n_rows > 0 ? most - least : 0;
    }
    return bias;
}
