# Linkage under constraints, flat clusters, representatives, agreement of partitions. Sees distances, never words.
khl_room(cluster SOURCES agreement.c constraints.c dense_labels.c flat.c linkage.c medoid.c sparse_linkage.c USES base)
