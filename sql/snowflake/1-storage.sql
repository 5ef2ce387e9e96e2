-- Lets Snowflake read the archive's bucket, and only read. Put your bucket in place of my-archive and your role in place of the ARN; run it as
-- ACCOUNTADMIN in the database and schema where the views are to be. What DESC INTEGRATION tells (STORAGE_AWS_IAM_USER_ARN and
-- STORAGE_AWS_EXTERNAL_ID) goes into the role's trust policy; the role needs s3:GetObject on trades/* and sealed/*, and s3:ListBucket.
-- Next: either 2-external.sql (nothing is loaded) or 2-loaded.sql (Snowpipe), never both. Then 3-views.sql.
CREATE STORAGE INTEGRATION IF NOT EXISTS gapless
  TYPE = EXTERNAL_STAGE
  STORAGE_PROVIDER = S3
  ENABLED = TRUE
  STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/gapless-snowflake'
  STORAGE_ALLOWED_LOCATIONS = ('s3://my-archive/trades/', 's3://my-archive/sealed/');

DESC INTEGRATION gapless;

CREATE STAGE IF NOT EXISTS gapless_parts
  URL = 's3://my-archive/trades/'
  STORAGE_INTEGRATION = gapless
  FILE_FORMAT = (TYPE = PARQUET);

CREATE STAGE IF NOT EXISTS gapless_seals
  URL = 's3://my-archive/sealed/'
  STORAGE_INTEGRATION = gapless
  FILE_FORMAT = (TYPE = PARQUET);
