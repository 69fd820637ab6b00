khl_unit_test(cluster test_agreement.c test_constraints.c test_flat.c test_linkage.c test_sparse_linkage.c)
