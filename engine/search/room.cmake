# All pairs and the nearest rows; BLAS is reached through vector (blas.h).
khl_room(search SOURCES all_pairs.c bitmaps.c collapse.c dense_top_k.c join.c meet.c near_all.c near_index.c near_rows.c near_seen.c nearest.c pairs.c plain.c postings.c product.c ranked.c kernels.c
         sides.c top_k.c USES base vector)
