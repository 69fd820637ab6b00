khl_unit_test(classify test_axes.c test_axis_model.c test_authorities.c test_linear.c)
