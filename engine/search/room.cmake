# All pairs and the nearest rows; BLAS is reached through vector (blas.h).
khl_room(search SOURCES all_pairs.c product.c sides.c top_k.c USES base vector)
