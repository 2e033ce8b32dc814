-- Lists of diagnosis codes beside the one that comes with the program: one that a clinic does not use is not searched. What was diagnosed keeps its words.
ALTER TABLE code_lists ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
